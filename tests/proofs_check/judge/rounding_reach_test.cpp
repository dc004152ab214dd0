// What rounding explains in layers that are larger than exact arithmetic reaches. Positions are computed in
// double, whose error is far below what float32 moves.
#include <quantcheck/proofs_check/judge/rounding_reach.h>

#include <gtest/gtest.h>

#include <cmath>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/replay/dense/sweep_factor.h>
#include <quantcheck/tests/support/layers.h>

namespace quantcheck::test {
namespace {

using namespace check;

constexpr Index inputs = 512;

/// The residuals v / s of a case, out x in by row and processing step, and its decisions outside their boxes.
struct Outside {
  reference::Matrix<double> residual;
  std::vector<ReachedDecision> decisions;
};

Outside outside_of(const Case& c) {
  const Hypothesis declared = as_declared(c);
  const std::optional<SweepFactor<double>> factor = factor_on_u<double>(c, declared, {0, 0, 0});
  Outside result{reference::Matrix<double>(c.layer.out, inputs), {}};
  for (Index row = 0; row < c.layer.out; ++row) {
    std::vector<double> error(inputs);
    for (Index k = 0; k < inputs; ++k) {
      const Index column = declared.order[k];
      const double scale = c.grid.scale_at(row, column);
      const Code zero = c.grid.zero_at(row, column);
      const Code code = c.codes(row, column);
      error[k] = c.layer.weight[row * inputs + column] - scale * static_cast<double>(code - zero);
      double v = error[k];
      for (Index i = 0; i < k; ++i) v += error[i] * factor->lower(k, i);
      const double r = v / scale;
      result.residual(row, k) = r;
      const bool clipped = r > 0 ? code == c.grid.range.max : code == c.grid.range.min;
      if (std::fabs(r) > 0.5 && !clipped)
        result.decisions.push_back(
            {row, k, std::fabs(r) - 0.5, r + static_cast<double>(code - zero), static_cast<double>(zero)});
    }
  }
  return result;
}

Index unexplained(const Case& c, Inversion inversion = Inversion::symmetric) {
  const Outside outside = outside_of(c);
  const Hypothesis declared = as_declared(c);
  ReplayFactors factors(c, declared);
  const RoundingReach reach = rounding_reach(
      factors,
      [&](std::span<const Index> rows) {
        reference::Matrix<double> residual(std::ssize(rows), c.layer.in);
        for (Index i = 0; i < residual.rows(); ++i) residual.row(i) = outside.residual.row(rows[i]);
        return replayed_rows(c, declared, residual, rows);
      },
      {}, outside.decisions, inversion);
  Index count = 0;
  for (std::size_t i = 0; i < outside.decisions.size(); ++i) {
    EXPECT_TRUE(reach.measured[i]);
    count += outside.decisions[i].excess > reach.excess[i];
  }
  return count;
}

class RoundingReachAt : public testing::TestWithParam<double> {
 protected:
  Case made(Fault fault) const {
    const FloatLayer layer = random_layer(
        {.out = 32, .in = inputs, .group_size = 64, .condition = GetParam(), .act_order = true}, 31);
    return case_of(layer, quantize(layer, 128, fault, {17, inputs / 2}));
  }
};

TEST_P(RoundingReachAt, SoundCodesAreExplained) {
  const Case c = made(Fault::none);
  EXPECT_EQ(unexplained(c), 0);
}

TEST_P(RoundingReachAt, FaultsAreNot) {
  EXPECT_GT(unexplained(made(Fault::one_code_flipped)), 0);
  EXPECT_GT(unexplained(made(Fault::error_scaled)), 0);
}

INSTANTIATE_TEST_SUITE_P(Conditions, RoundingReachAt, testing::Values(1e2, 1e7));

}  // namespace
}  // namespace quantcheck::test
