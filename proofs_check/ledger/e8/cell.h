// The alcove of E8: a simplex whose images under reflections fill the Voronoi cell of 0.
#pragma once

#include <quantcheck/proofs_check/ledger/simplex.h>

namespace quantcheck::check::ledger {

/// The simple roots of the minimal vectors whose first coordinate other than 0 is positive: the eight that
/// are no sum of two. J. E. Humphreys, Reflection Groups and Coxeter Groups, 1.3 and 1.5.
std::vector<reference::E8Point> simple_roots();

/// <x, a> >= 0 for the simple roots a, and <x, h> <= 1 for the highest root h. Humphreys, 4.3.
std::vector<Vector8> e8_alcove();

/// The greatest distance of a point from E8, squared: that of a vertex of the alcove from 0.
reference::Rational covering_radius_squared();

}  // namespace quantcheck::check::ledger
