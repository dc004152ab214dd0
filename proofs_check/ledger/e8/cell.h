// The alcove of E8: a simplex whose images under reflections fill the Voronoi cell of 0.
#pragma once

#include <quantcheck/proofs_check/ledger/simplex.h>

namespace quantcheck::check::ledger {

/// The eight simple roots of E8. The positive roots are the minimal vectors whose first nonzero coordinate is
/// positive; the simple ones among them are those that are not a sum of two. J. E. Humphreys, Reflection
/// Groups and Coxeter Groups, 1.3 and 1.5.
std::vector<reference::E8Point> simple_roots();

/// The nine vertices of the alcove, which is <x, a> >= 0 for the simple roots a, and <x, h> <= 1 for the
/// highest root h. Humphreys, 4.3.
std::vector<Vector8> e8_alcove();

/// The square of the greatest distance that a point can have from E8, which is the distance of a vertex of
/// the alcove from 0.
reference::Rational covering_radius_squared();

}  // namespace quantcheck::check::ledger
