// Layers wider than exact arithmetic reaches, checked by the box criterion in 80-bit floating point.
#include <gtest/gtest.h>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/tests/support/long_double_box.h>
#include <quantcheck/tests/support/random_options.h>
#include <quantcheck/tests/support/sampled_layer.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;

constexpr Index out = 24;
constexpr long double most_steps = 4e-6L;

class Wide : public testing::TestWithParam<Index> {};

TEST_P(Wide, HardlyADecisionIsOutsideTheBox) {
  const Index in = GetParam();
  const bool dead = in % 2 == 1;
  const SampledLayer layer = sample_layer(out, in, 11, dead);
  Dice dice(static_cast<std::uint64_t>(in));
  for (const Method method : {Method::nearest_plane, Method::gptq})
    for (const OrderKind order : {OrderKind::act, OrderKind::min_pivot}) {
      FactorOptions factor_options = random_factor_options(dice, in);
      factor_options.method = method;
      factor_options.order = order;
      GridOptions options = random_grid_options(dice, in, 3);
      options.bits = 4;
      SCOPED_TRACE(describe(factor_options) + ", " + describe(options));
      const Factor factor = factorize(layer.hessians(), factor_options);
      const OutsideBox outside =
          outside_box(layer.weights(), layer.hessian, quantize(layer.weights(), factor, options));
      EXPECT_LE(outside.largest, most_steps);
      EXPECT_LE(outside.decisions, 4);
      RecordProperty("outside", static_cast<int>(outside.decisions));
    }
}

INSTANTIATE_TEST_SUITE_P(Inputs, Wide, testing::Values(257, sanitized ? 300 : 640),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace quantcheck::test
