// Points whose nearest point of E8 is hard to tell.
#pragma once

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::test {

/// A random point of E8. Its coordinates are at most about `size` in magnitude.
reference::E8Point random_e8_point(check::Dice& dice, Code size);

/// A random point. Common are lattice points, points on faces and edges of Voronoi cells, holes, integers of
/// odd sum, short fractions, and large coordinates. Often one coordinate is off by 2^-70.
reference::Block<reference::Rational> random_point(check::Dice& dice);

}  // namespace quantcheck::test
