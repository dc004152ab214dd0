// Points of space where E8's nearest point is hard to tell.
#pragma once

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::test {

/// A point of E8 with coordinates up to `size`.
reference::E8Point random_e8_point(check::Dice& dice, Code size);

/// Common among them: points of the lattice, of faces, edges and holes of its cells, all moved by 2^-70 or
/// not at all; integers of odd sum; short fractions; large coordinates.
reference::Block<reference::Rational> random_point(check::Dice& dice);

}  // namespace quantcheck::test
