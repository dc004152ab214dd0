// Files that `quantize` made once. It makes the same bytes for ever, on every target and for any number of
// threads.
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/cases/lattice_file.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/proofs_check/quantize/quantize_lattice.h>
#include <quantcheck/tests/support/executions.h>
#include <quantcheck/tests/support/random_requests.h>

namespace quantcheck::test {

using namespace check;

namespace {

using optimized::Execution;

// The FNV-1a hash of 64 bits.
std::uint64_t hash_of(const std::vector<std::byte>& bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const std::byte byte : bytes) hash = (hash ^ std::to_integer<std::uint64_t>(byte)) * 0x100000001b3;
  return hash;
}

// A random layer. The layers of seed 2 have a Hessian, those of seed 1 activations.
Layer golden_layer(std::uint64_t seed, Index out, Index in) {
  Dice dice(seed);
  Layer layer;
  do layer = random_request_layer(dice, out, in, true);
  while (layer.hessian.empty() != (seed == 1));
  return layer;
}

using Maker = std::function<std::vector<std::byte>(const Execution&)>;

Maker codes(std::uint64_t seed, Index in, Arithmetic arithmetic, void (*ask)(QuantizeOptions&)) {
  return [=](const Execution& execution) {
    QuantizeOptions options;
    options.arithmetic = arithmetic;
    ask(options);
    return serialize_case(quantize(golden_layer(seed, 7, in), options, execution));
  };
}

Maker lattice(std::uint64_t seed, Index in, Arithmetic arithmetic, void (*ask)(LatticeOptions&)) {
  return [=](const Execution& execution) {
    LatticeOptions options;
    options.arithmetic = arithmetic;
    ask(options);
    Layer layer = golden_layer(seed, 5, in);
    if (options.method == LatticeMethod::nestquant) layer = {5, in, layer.weight, {}, 0, {}};
    return serialize_lattice_case(quantize_lattice(layer, options, execution));
  };
}

struct Golden {
  const char* name;
  std::uint64_t hash;
  Maker make;
};

void PrintTo(const Golden& golden, std::ostream* os) { *os << golden.name; }

class QuantizedFile : public testing::TestWithParam<Golden> {};

TEST_P(QuantizedFile, IsWhatItWas) {
  for (const Execution& execution : executions())
    EXPECT_EQ(hash_of(GetParam().make(execution)), GetParam().hash) << describe(execution);
}

void as_default(QuantizeOptions&) {}
void groups(QuantizeOptions& o) {
  o.grid.bits = 3;
  o.grid.group_size = 5;
  o.order = OrderKind::act;
}
void fixed_mse(QuantizeOptions& o) {
  o.method = QuantizeMethod::nearest_plane;
  o.grid.symmetric = false;
  o.grid.fit = GridFit::least_squares;
  o.grid.group_size = 8;
  o.grid.scales = GroupScales::fixed;
  o.order = OrderKind::min_pivot;
  o.damping = {0, reference::Rational(1, 4)};
}
void current_mse(QuantizeOptions& o) {
  o.grid.range = {-7, 7};
  o.grid.fit = GridFit::least_squares;
  o.grid.group_size = 6;
  o.rounding = Rounding::half_away;
  o.dead_inputs = DeadInputs::zero;
}
void rtn(QuantizeOptions& o) {
  o.method = QuantizeMethod::rtn;
  o.grid.symmetric = false;
  o.grid.group_size = 4;
}
void given(QuantizeOptions& o) {
  o.grid.given = {1, {0.5, 0.25, 0.375, 0.5, 1, 0.75, 0.125}, {0, 1, 2, 3, 4, 5, 6}, {}};
  o.grid.range = CodeRange{};
}
void nestquant(LatticeOptions&) {}
void first_beta(LatticeOptions& o) {
  o.q = 5;
  o.betas = {0.25F, 0.5F, 1};
  o.choice = BetaChoice::first;
  o.rotate = false;
}
void ldlq(LatticeOptions& o) { o.method = LatticeMethod::ldlq; }
void ldlq_last(LatticeOptions& o) {
  o.method = LatticeMethod::ldlq;
  o.rotate = false;
  o.block_order = BlockOrder::last;
  o.choice = BetaChoice::first;
  o.damping = {reference::Rational(1, 20), 1};
}

constexpr Arithmetic exact = Arithmetic::exact;
constexpr Arithmetic fp32 = Arithmetic::fp32;

INSTANTIATE_TEST_SUITE_P(
    All, QuantizedFile,
    testing::Values(Golden{"DefaultExact", 0x1d64b8ef3f0174b0, codes(2, 24, exact, as_default)},
                    Golden{"DefaultFp32", 0x5ff87cf7beb9757a, codes(2, 24, fp32, as_default)},
                    Golden{"GroupsExact", 0x6e2bdbd9570b8177, codes(1, 13, exact, groups)},
                    Golden{"GroupsFp32", 0x3eaa82a16701c459, codes(1, 13, fp32, groups)},
                    Golden{"FixedMseExact", 0x70d6b2178ac1eebb, codes(2, 20, exact, fixed_mse)},
                    Golden{"FixedMseFp32", 0x1083b2143a4a684d, codes(2, 20, fp32, fixed_mse)},
                    Golden{"CurrentMseExact", 0x19be4f0c84bd3c00, codes(1, 14, exact, current_mse)},
                    Golden{"CurrentMseFp32", 0x16ebaceb16b3dff5, codes(1, 14, fp32, current_mse)},
                    Golden{"RtnExact", 0xa78fbde68c46d7d6, codes(2, 10, exact, rtn)},
                    Golden{"RtnFp32", 0xb2fbc38dec2163cb, codes(2, 10, fp32, rtn)},
                    Golden{"GivenExact", 0xa0ab227f04adf68a, codes(2, 17, exact, given)},
                    Golden{"GivenFp32", 0x937f2a6704beabee, codes(2, 17, fp32, given)},
                    Golden{"NestQuantExact", 0xebe2f46edb572e09, lattice(2, 40, exact, nestquant)},
                    Golden{"NestQuantFp32", 0x0222b502a637a261, lattice(2, 40, fp32, nestquant)},
                    Golden{"FirstBetaExact", 0x3f1f5fb0ad6c83e8, lattice(2, 21, exact, first_beta)},
                    Golden{"FirstBetaFp32", 0x20a6ca000a7b3608, lattice(2, 21, fp32, first_beta)},
                    Golden{"LdlqExact", 0x40121d5c33b664b3, lattice(2, 24, exact, ldlq)},
                    Golden{"LdlqFp32", 0x3aae28772e5ad30a, lattice(2, 24, fp32, ldlq)},
                    Golden{"LdlqLastExact", 0x80412bca0a4090a6, lattice(1, 16, exact, ldlq_last)},
                    Golden{"LdlqLastFp32", 0x26f2fd0e98e04497, lattice(1, 16, fp32, ldlq_last)}),
    [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace quantcheck::test
