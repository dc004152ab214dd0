// Real layers quantized by the optimized code. These tests are skipped where the data is not at hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/tests/support/data_folder.h>
#include <quantcheck/tests/support/judged.h>
#include <quantcheck/tests/support/random_options.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;

/// A layer that the published code quantized, without the results.
struct RealLayer {
  std::vector<float> weight;    // out x in
  std::vector<double> hessian;  // in x in, already damped; 0 on the diagonal of dead inputs
  Index out;
  Index in;
};

RealLayer layer_of(const check::Case& c, Index rows) {
  RealLayer layer{{}, c.layer.hessian.values(), std::min(rows, c.layer.out), c.layer.in};
  for (Index k = 0; k < layer.out * c.layer.in; ++k)
    layer.weight.push_back(static_cast<float>(c.layer.weight[k]));
  for (Index j = 0; j < c.layer.in; ++j)
    if (c.declared.dead[j]) layer.hessian[j * c.layer.in + j] = 0;
  return layer;
}

struct Real {
  const char* name;
  Index rows;  // rows that are judged: exact arithmetic on 172 inputs is slow
  int runs;    // each with options of its own, by either method in turn
};

void PrintTo(const Real& real, std::ostream* os) { *os << real.name; }

class RealLayers : public testing::TestWithParam<Real> {};

TEST_P(RealLayers, Conform) {
  const auto file = data_folder() / "gptq" / (std::string(GetParam().name) + ".safetensors");
  if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is not here";
  const RealLayer layer = layer_of(check::read_case(file.string(), check::Triangle::both), GetParam().rows);
  const MatrixView<const float> weight{layer.weight.data(), layer.out, layer.in, layer.in};
  const MatrixView<const double> hessian{layer.hessian.data(), layer.in, layer.in, layer.in};
  Dice dice(static_cast<std::uint64_t>(layer.in));
  const bool odd = GetParam().rows % 2 == 1;
  for (int run = 0; run < GetParam().runs; ++run) {
    FactorOptions factor_options = random_factor_options(dice, layer.in);
    factor_options.method = (run % 2 == 0) != odd ? Method::nearest_plane : Method::gptq;
    const GridOptions options = random_grid_options(dice, layer.in, 3);
    const Quantized result = quantize(weight, factorize(hessian, factor_options), options);
    EXPECT_EQ(objection(case_of(weight, hessian, result, options.rounding)), "")
        << describe(factor_options) << ", " << describe(options);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Stories, RealLayers,
    testing::Values(Real{"stories260k_wq_layer0_sym4", 64, 8}, Real{"stories260k_wk_layer1_sym4", 32, 8},
                    Real{"stories260k_w1_layer0_act4", 172, 6}, Real{"stories260k_w2_layer0_asym3g16", 4, 1},
                    Real{"stories260k_w2_layer2_static32act", 5, 1},
                    Real{"stories260k_wo_layer3_mse2", 64, 8}, Real{"ad01_dense2_dead_inputs_sym4", 32, 2}),
    [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace quantcheck::test
