// Questions about targets that are known up to an error: answers hold for all of them, or are refused.
#include <gtest/gtest.h>

#include <cmath>

#include <quantcheck/proofs_check/exact/lattice/admissible.h>
#include <quantcheck/proofs_check/exact/lattice/unclear.h>
#include <quantcheck/proofs_check/judge/lattice/squared_error.h>
#include <quantcheck/proofs_check/quantize/clear_encoding.h>

namespace quantcheck::test {
namespace {

using check::Beta;
using check::block_target;
using check::BlockTarget;
using check::ScaledTarget;
using check::Side;
using check::Unclear;
using reference::Block;
using reference::E8Point;

const Beta one{1, 1.0};
const E8Point origin;
const E8Point neighbour{{2, 2, 0, 0, 0, 0, 0, 0}};

// The middle of a facet of the cell of 0, moved so far outward.
BlockTarget beside_facet(double distance, double error) {
  return block_target(Block<double>{0.5 + distance / 2, 0.5 + distance / 2}, error);
}

TEST(Unclear, TheSideOfACell) {
  for (const double error : {0x1p-10, 0x1p-30, 0x1p-50}) {
    const BlockTarget outside = beside_facet(5 * error, error);
    EXPECT_EQ(cell_position(ScaledTarget(outside, one), origin).side, Side::outside);
    EXPECT_EQ(cell_position(ScaledTarget(outside, one), neighbour).side, Side::inside);
    const BlockTarget open = beside_facet(1.5 * error, error);
    EXPECT_THROW(cell_position(ScaledTarget(open, one), origin), Unclear);
    EXPECT_THROW(cell_position(ScaledTarget(open, one), neighbour), Unclear);
    EXPECT_THROW(nearest_points(ScaledTarget(open, one), 0), Unclear);
    EXPECT_EQ(nearest_points(ScaledTarget(outside, one), 0), std::vector{neighbour});
  }
  const BlockTarget tie = beside_facet(0, 0x1p-70);
  EXPECT_EQ(cell_position(ScaledTarget(tie, one), origin).side, Side::tie);
  EXPECT_EQ(nearest_points(ScaledTarget(tie, one), 0).size(), 2U);
}

TEST(Unclear, ASlack) {
  const BlockTarget x = beside_facet(0.1, 0x1p-20);
  EXPECT_THROW(nearest_points(ScaledTarget(x, one), 0.1 + 0x1p-20), Unclear);
  EXPECT_EQ(nearest_points(ScaledTarget(x, one), 0.1 + 0x1p-17).size(), 2U);
  EXPECT_THROW(nearest_points(ScaledTarget(x, one), 0.1 + 0x1p-17, 0x1p-16), Unclear);
  EXPECT_THROW(nearest_points(ScaledTarget(x, one), 0.1 - 0x1p-17, 0x1p-16), Unclear);
}

TEST(Unclear, TheLesserOfTwoSquaredErrors) {
  const Beta half{reference::Rational(1, 2), 0.5};
  for (const double error : {0x1p-10, 0x1p-30, 0x1p-50}) {
    // |x|^2 - |x - (1, 1)|^2 = 4 x_1 - 2 for x_1 = x_2.
    const auto compared = [&](double distance) {
      const BlockTarget x = beside_facet(distance, error);
      const check::SquaredError near(x, one, neighbour);
      const check::SquaredError far(x, one, origin);
      EXPECT_EQ(near.is_less_than(far), distance > 0);
      EXPECT_EQ(near.beside(far), distance > 0 ? Side::inside : Side::outside);
    };
    compared(5 * error);
    compared(-5 * error);
    EXPECT_THROW(compared(1.5 * error), Unclear);
    EXPECT_THROW(compared(-1.5 * error), Unclear);
    // What two betas decode to one point is equally far whatever the target is.
    const BlockTarget x = beside_facet(0.25, error);
    const check::SquaredError a(x, one, neighbour);
    const check::SquaredError b(x, half, 2 * neighbour);
    EXPECT_FALSE(a.is_less_than(b));
    EXPECT_FALSE(b.is_less_than(a));
    EXPECT_EQ(a.beside(b), Side::tie);
  }
}

TEST(Unclear, ACode) {
  check::LatticeScheme scheme{14, BetaChoice::opt, {one}, Arithmetic::exact};
  for (const double error : {0x1p-10, 0x1p-30, 0x1p-50}) {
    EXPECT_EQ(clearly_encoded(scheme, beside_facet(5 * error, error)).point, neighbour);
    EXPECT_EQ(clearly_encoded(scheme, beside_facet(-5 * error, error)).point, origin);
    EXPECT_THROW(clearly_encoded(scheme, beside_facet(error, error)), Unclear);
  }
  EXPECT_EQ(clearly_encoded(scheme, beside_facet(0, 0)).point, neighbour);  // the greatest of the nearest
  EXPECT_THROW(clearly_encoded(scheme, beside_facet(0, HUGE_VAL)), Unclear);
}

}  // namespace
}  // namespace quantcheck::test
