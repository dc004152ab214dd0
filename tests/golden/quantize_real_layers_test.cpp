// Real layers quantized again. The published PyTorch code of GPTQ made the same codes of them, except where
// float32 rounds differently. These tests are skipped where the data is not at hand.
#include <gtest/gtest.h>

#include <filesystem>

#include <cmath>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/tests/support/data_folder.h>

namespace quantcheck::test {

using namespace check;

namespace {

/// The request that the published code was given.
struct Published {
  const char* name;
  bool symmetric;
  Index group_size;
  GroupScales scales;
  OrderKind order;
  // Whether the scales of the file are given to the quantizer: they came from dead weights too.
  bool given = false;
  Index scales_block = 0;
  double norm = 0;  // of least error, if above 0
};

void PrintTo(const Published& published, std::ostream* os) { *os << published.name; }

class QuantizedAgain : public testing::TestWithParam<Published> {};

TEST_P(QuantizedAgain, HasThePublishedCodes) {
  const Published& asked = GetParam();
  const auto file = data_folder() / "gptq" / (std::string(asked.name) + ".safetensors");
  if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is not here";
  const Case published = read_case(file.string(), Triangle::both);
  Layer layer{
      published.layer.out, published.layer.in, published.layer.weight, published.layer.hessian, 0, {}};
  for (Index j = 0; j < layer.in; ++j)
    if (published.declared.dead[j])
      // The diagonal entry as it was before that code made it 1.
      layer.hessian.edit()[j * layer.in + j] = 0;
  QuantizeOptions options;
  options.grid.range = published.grid.range;
  options.grid.symmetric = asked.symmetric;
  options.grid.group_size = asked.group_size;
  options.grid.scales = asked.scales;
  if (asked.given)
    options.grid.given = {published.grid.groups, published.grid.scale, published.grid.zero,
                          published.grid.group_index};
  options.grid.scales_block = asked.scales_block;
  if (asked.norm > 0) {
    options.grid.fit = GridFit::least_squares;
    options.grid.norm_of_error = asked.norm;
  }
  options.order = asked.order;
  options.damping = {0, published.declared.damping};
  options.dead_inputs = DeadInputs::zero;
  for (const Arithmetic arithmetic : {Arithmetic::fp32, Arithmetic::exact}) {
    options.arithmetic = arithmetic;
    const Case made = quantize(layer, options);
    EXPECT_EQ(made.declared.order, published.declared.order);
    EXPECT_EQ(made.declared.dead, published.declared.dead);
    for (Index row = 0; row < made.layer.out; ++row)
      for (Index j = 0; j < made.layer.in; ++j) {
        EXPECT_EQ(made.grid.zero_at(row, j), published.grid.zero_at(row, j));
        EXPECT_NEAR(made.grid.scale_at(row, j) / published.grid.scale_at(row, j), 1, 1e-4);
      }
    const Index different = (made.codes.matrix().array() != published.codes.matrix().array()).count();
    EXPECT_LE(different, made.layer.out * made.layer.in / 250) << "of " << made.layer.out * made.layer.in;
    EXPECT_EQ(judge(made, as_declared(made)).verdict, RunVerdict::conforms);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Real, QuantizedAgain,
    testing::Values(
        Published{"stories260k_wq_layer0_sym4", true, 0, GroupScales::current, OrderKind::natural},
        Published{"stories260k_wk_layer1_sym4", true, 0, GroupScales::current, OrderKind::natural},
        Published{"stories260k_w1_layer0_act4", true, 0, GroupScales::current, OrderKind::act},
        Published{"stories260k_w2_layer0_asym3g16", false, 16, GroupScales::current, OrderKind::natural,
                  false, 128},
        Published{"stories260k_w2_layer2_static32act", true, 32, GroupScales::fixed, OrderKind::act},
        Published{"stories260k_wo_layer3_mse2", false, 0, GroupScales::current, OrderKind::natural, false, 0,
                  2.4},
        Published{"ad01_dense2_dead_inputs_sym4", true, 0, GroupScales::current, OrderKind::natural, true}),
    [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace quantcheck::test
