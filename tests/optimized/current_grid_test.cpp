// Current scales and zeros: they are made from the weights as compensated for the errors so far, which this
// test finds exactly.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/tests/support/expected_grid.h>
#include <quantcheck/tests/support/random_options.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;
using reference::exact;
using reference::Matrix;
using reference::Rational;
using reference::Vector;

Matrix<Rational> factor_of(const SampledLayer& layer, const Quantized& result) {
  Matrix<Rational> h(layer.in, layer.in);
  for (Index k = 0; k < layer.in * layer.in; ++k)
    h(k / layer.in, k % layer.in) = exact(static_cast<double>(layer.hessian[k]));
  return reference::unit_upper(reference::udu_fraction_free(
      reference::permuted(reference::damped(h, exact(result.status.damping)), result.order)));
}

/// A row while it is quantized, one processing step after another.
class Row {
 public:
  Row(const SampledLayer& layer, const Quantized& result, const Matrix<Rational>& u, Index row)
      : result_(result), u_(u), row_(row), weight_(layer.in), error_(layer.in) {
    for (Index k = 0; k < layer.in; ++k) {
      const Index column = result.order[k];
      const float scale = result.grid.scale_at(row, column);
      const Code steps = result.codes[row * layer.in + column] - result.grid.zero_at(row, column);
      weight_(k) = exact(static_cast<double>(layer.weight[row * layer.in + column]));
      error_(k) = weight_(k) - exact(static_cast<double>(scale)) * steps;
    }
  }

  /// The weights of steps begin .. end - 1 that lose least after the errors made before: those for which the
  /// residual e U is 0 at these steps.
  std::vector<float> compensated(Index begin, Index end) const {
    Vector<Rational> e = error_;
    std::vector<float> weights;
    for (Index j = begin; j < end; ++j) {
      e(j) = 0;
      for (Index i = 0; i < j; ++i) e(j) -= e(i) * u_(i, j);
      weights.push_back(static_cast<float>(reference::approximate(Rational(weight_(j) - e(j)))));
    }
    return weights;
  }

  float scale(Index step) const { return result_.grid.scale_at(row_, result_.order[step]); }
  Code zero(Index step) const { return result_.grid.zero_at(row_, result_.order[step]); }

 private:
  const Quantized& result_;
  const Matrix<Rational>& u_;
  Index row_;
  Vector<Rational> weight_;
  Vector<Rational> error_;
};

// Float arithmetic has moved the compensated weights, by about 1e-6 of the numbers they are made of.
constexpr double tolerance = 1e-5;

void expect_fitted(const std::vector<float>& weights, float scale, Code zero, const GridOptions& options) {
  const Extent extent = extent_of(weights, options);
  const float low = std::min(0.0F, *std::min_element(weights.begin(), weights.end()));
  if (options.symmetric) {
    EXPECT_EQ(zero, 0);
  } else {
    EXPECT_NEAR(static_cast<double>(zero), static_cast<double>(-low / extent.scale), 0.5 + 100 * tolerance);
  }
  if (options.fit == GridFit::extent) {
    EXPECT_NEAR(scale / extent.scale, 1, tolerance);
    return;
  }
  const double percent = 100.0 * static_cast<double>(scale / extent.scale);
  EXPECT_NEAR(percent, std::nearbyint(percent), 100 * tolerance);
  const float best = least_squares_scale(weights, extent, options);
  EXPECT_LE(std::sqrt(squared_error(weights, scale, zero, options)),
            std::sqrt(squared_error(weights, best, zero, options)) + 1e-3F * extent.scale);
}

TEST(CurrentGrid, IsThatOfTheCompensatedWeights) {
  const Index in = 23;
  const SampledLayer layer = sample_layer(5, in, 51);
  for (int k = 0; k < 16; ++k) {
    Dice dice(static_cast<std::uint64_t>(k));
    FactorOptions factor_options = random_factor_options(dice, in);
    factor_options.method = k % 2 == 0 ? Method::nearest_plane : Method::gptq;
    factor_options.dead_inputs = DeadInputs::keep;
    GridOptions options = random_grid_options(dice, in);
    options.scales = GroupScales::current;
    options.group_size = dice.between(4, in + 1);
    options.fit = k % 4 < 2 ? GridFit::extent : GridFit::least_squares;
    SCOPED_TRACE(describe(factor_options) + ", " + describe(options));
    const Quantized result = quantize(layer.weights(), factorize(layer.hessians(), factor_options), options);
    const Matrix<Rational> u = factor_of(layer, result);
    for (Index row = 0; row < layer.out; ++row) {
      const Row exact_row(layer, result, u, row);
      for (Index begin = 0; begin < in; begin += options.group_size)
        expect_fitted(exact_row.compensated(begin, std::min(begin + options.group_size, in)),
                      exact_row.scale(begin), exact_row.zero(begin), options);
    }
  }
}

TEST(CurrentGrid, GroupsAreProcessedOneAfterAnother) {
  const Index in = 10;
  const SampledLayer layer = sample_layer(3, in, 52);
  FactorOptions factor_options;
  factor_options.order = OrderKind::given;
  factor_options.given_order = {3, 1, 4, 0, 5, 9, 2, 6, 8, 7};
  const Factor factor = factorize(layer.hessians(), factor_options);
  GridOptions options;
  options.scales = GroupScales::current;
  for (const Index size : {1, 3, 5, 10, 11, 0}) {
    options.group_size = size;
    const Quantized result = quantize(layer.weights(), factor, options);
    const Index taken = size == 0 ? in : size;
    EXPECT_EQ(result.grid.groups, (in + taken - 1) / taken);
    for (Index k = 0; k < in; ++k) EXPECT_EQ(result.grid.group_index[result.order[k]], k / taken);
  }
}

// Nothing is compensated before the first group.
TEST(CurrentGrid, OfOneGroupIsTheFixedOne) {
  const SampledLayer layer = sample_layer(40, 30, 53);
  for (const Method method : {Method::nearest_plane, Method::gptq}) {
    FactorOptions factor_options;
    factor_options.method = method;
    const Factor factor = factorize(layer.hessians(), factor_options);
    GridOptions options;
    const Quantized fixed = quantize(layer.weights(), factor, options);
    options.scales = GroupScales::current;
    const Quantized current = quantize(layer.weights(), factor, options);
    EXPECT_EQ(current.grid.scale, fixed.grid.scale);
    EXPECT_TRUE(std::equal(current.codes.begin(), current.codes.end(), fixed.codes.begin()));
  }
}

}  // namespace
}  // namespace quantcheck::test
