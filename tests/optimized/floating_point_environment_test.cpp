// The caller's rounding mode and treatment of denormals enter no result, and are as they were afterwards.
#include <gtest/gtest.h>

#include <cfenv>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/tests/support/executions.h>
#include <quantcheck/tests/support/refusal.h>
#include <quantcheck/tests/support/same_bits.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

constexpr Index in = 40;

struct Outcome {
  Factor factor;
  Quantized result;
};

/// A third of the weights is below the normal range.
SampledLayer layer_with_denormals() {
  SampledLayer layer = sample_layer(33, in, 121);
  for (std::size_t k = 0; k < layer.weight.size(); k += 3) layer.weight[k] *= 0x1p-130F;
  return layer;
}

Outcome run(const SampledLayer& layer, const Execution& execution) {
  FactorOptions factor_options;
  factor_options.order = OrderKind::min_pivot;
  GridOptions options;
  options.group_size = 3;
  options.symmetric = false;
  Outcome outcome;
  outcome.factor = factorize(layer.hessians(), factor_options, execution);
  outcome.result = quantize(layer.weights(), outcome.factor, options, execution);
  return outcome;
}

void expect_same(const Outcome& a, const Outcome& b) {
  EXPECT_EQ(difference(a.factor, b.factor), "");
  EXPECT_EQ(difference(a.result, b.result), "");
}

TEST(FloatingPointEnvironment, RoundingDoesNotMatterAndStays) {
  const SampledLayer layer = layer_with_denormals();
  for (const Execution& execution : executions()) {
    SCOPED_TRACE(describe(execution));
    const Outcome expected = run(layer, execution);
    for (const int mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
      std::fesetround(mode);
      const Outcome outcome = run(layer, execution);
      const int left = std::fegetround();
      std::fesetround(FE_TONEAREST);
      EXPECT_EQ(left, mode);
      expect_same(expected, outcome);
    }
  }
}

#ifdef __x86_64__
TEST(FloatingPointEnvironment, FlushingDoesNotMatterAndStays) {
  constexpr unsigned flush_and_ignore = 0x8040;  // FTZ, DAZ
  const SampledLayer layer = layer_with_denormals();
  const unsigned before = _mm_getcsr();
  for (const Execution& execution : executions()) {
    SCOPED_TRACE(describe(execution));
    const Outcome expected = run(layer, execution);
    _mm_setcsr(before | flush_and_ignore);
    const Outcome outcome = run(layer, execution);
    const std::string message = refusal([&] { run(layer, {execution.target, -1}); });
    const unsigned left = _mm_getcsr();
    _mm_setcsr(before);
    EXPECT_EQ(left & flush_and_ignore, flush_and_ignore);
    EXPECT_NE(message, "");
    expect_same(expected, outcome);
  }
}
#endif

}  // namespace
}  // namespace quantcheck::test
