// Every decision of the optimized code, judged by the exact box criterion on random layers under every
// combination of options.
#include <gtest/gtest.h>

#include <tuple>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/tests/support/judged.h>
#include <quantcheck/tests/support/random_options.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;

std::string judged(const SampledLayer& layer, const FactorOptions& factor_options,
                   const GridOptions& options) {
  const std::vector<double> hessian = as_double(layer.hessian);
  const Factor factor = factorize(layer.hessians(), factor_options);
  const Quantized result = quantize(layer.weights(), factor, options);
  const std::string words = objection(
      case_of(layer.weights(), {hessian.data(), layer.in, layer.in, layer.in}, result, options.rounding));
  return words.empty() ? "" : words + describe(factor_options) + ", " + describe(options);
}

using Asked = std::tuple<Method, OrderKind>;

class Judged : public testing::TestWithParam<Asked> {};

TEST_P(Judged, UnderEveryGridOption) {
  const auto [method, order] = GetParam();
  Dice dice(10 * static_cast<std::uint64_t>(method) + static_cast<std::uint64_t>(order));
  int bits = 2;
  for (const bool symmetric : {true, false})
    for (const GridFit fit : {GridFit::extent, GridFit::least_squares})
      for (const GroupScales scales : {GroupScales::fixed, GroupScales::current})
        for (const bool clip : {true, false}) {
          const Index in = dice.between(1, 40);
          const SampledLayer layer =
              sample_layer(dice.between(1, 35), in, static_cast<std::uint64_t>(dice.below(1000)), clip);
          FactorOptions factor_options = random_factor_options(dice, in);
          factor_options.method = method;
          factor_options.order = order;
          if (order == OrderKind::given) factor_options.given_order = shuffled_order(dice, in);
          GridOptions options = random_grid_options(dice, in, 3);
          options.symmetric = symmetric;
          options.fit = fit;
          options.scales = scales;
          options.clip = clip;
          options.bits = bits;
          bits = bits == 8 ? 2 : bits + 1;
          EXPECT_EQ(judged(layer, factor_options, options), "");
        }
}

INSTANTIATE_TEST_SUITE_P(Options, Judged,
                         testing::Combine(testing::Values(Method::nearest_plane, Method::gptq),
                                          testing::Values(OrderKind::natural, OrderKind::act,
                                                          OrderKind::min_pivot, OrderKind::given)),
                         [](const auto& each) {
                           return name_of(std::get<0>(each.param)) + "_" + name_of(std::get<1>(each.param));
                         });

// Errors cross the blocks of 64 columns that the factor is computed in, and the last block has one column.
TEST(JudgedAcrossBlocks, EachMethod) {
  const Index in = 129;
  const SampledLayer layer = sample_layer(5, in, 31);
  Dice dice(31);
  for (const Method method : {Method::nearest_plane, Method::gptq}) {
    FactorOptions factor_options = random_factor_options(dice, in);
    factor_options.method = method;
    GridOptions options;
    options.group_size = 50;
    options.scales = GroupScales::current;
    EXPECT_EQ(judged(layer, factor_options, options), "");
  }
}

}  // namespace
}  // namespace quantcheck::test
