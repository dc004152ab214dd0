// Layers and requests that are refused, and the words of the refusals.
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>

#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/proofs_check/quantize/quantize_lattice.h>
#include <quantcheck/tests/support/refusal.h>

namespace quantcheck::test {

using namespace check;

namespace {

using reference::Rational;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

Layer small_layer() {
  Layer layer;
  layer.out = 2;
  layer.in = 3;
  layer.weight = {0.5, -1, 2, 0.25, 0.75, -3};
  layer.hessian = {2, 0.5, 0, 0.5, 3, 0.25, 0, 0.25, 1};
  return layer;
}

Layer with_activations() {
  Layer layer = small_layer();
  layer.hessian.edit().clear();
  layer.samples = 4;
  layer.activations = {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1};
  return layer;
}

struct Refused {
  const char* name;
  std::function<void(Layer&, QuantizeOptions&)> spoil;
  const char* words;
};

void PrintTo(const Refused& refused, std::ostream* os) { *os << refused.name; }

class QuantizeRefuses : public testing::TestWithParam<Refused> {};

TEST_P(QuantizeRefuses, InEitherArithmetic) {
  for (const Arithmetic arithmetic : {Arithmetic::exact, Arithmetic::fp32}) {
    for (const QuantizeMethod method : {QuantizeMethod::gptq, QuantizeMethod::rtn}) {
      Layer layer = small_layer();
      QuantizeOptions options;
      options.arithmetic = arithmetic;
      options.method = method;
      ASSERT_NO_THROW(quantize(layer, options));
      GetParam().spoil(layer, options);
      expect_refusal({GetParam().words}, [&] { quantize(layer, options); });
    }
  }
}

GivenScales one_group() { return {1, {1, 1}, {}, {}}; }

INSTANTIATE_TEST_SUITE_P(
    Layers, QuantizeRefuses,
    testing::Values(
        Refused{"NoRows", [](Layer& l, auto&) { l.out = 0, l.weight.edit().clear(); }, "0 x 3"},
        Refused{"NoColumns", [](Layer& l, auto&) { l.in = 0, l.weight.edit().clear(); }, "2 x 0"},
        Refused{"AWeightTooFew", [](Layer& l, auto&) { l.weight.edit().pop_back(); }, "weight: 5 values"},
        Refused{"NanWeight", [](Layer& l, auto&) { l.weight.edit()[4] = nan; }, "weight: row 1, column 1"},
        Refused{"InfiniteWeight", [](Layer& l, auto&) { l.weight.edit()[2] = -infinity; },
                "weight: row 0, column 2"},
        Refused{"NanHessian", [](Layer& l, auto&) { l.hessian.edit()[5] = nan; }, "hessian: row 1, column 2"},
        Refused{"InfiniteHessian", [](Layer& l, auto&) { l.hessian.edit()[8] = infinity; },
                "hessian: row 2, column 2"},
        Refused{"HessianOfAnotherSize", [](Layer& l, auto&) { l.hessian.edit().resize(4); },
                "hessian: 4 values"},
        Refused{"Unsymmetric", [](Layer& l, auto&) { l.hessian.edit()[1] = 0.75; },
                "not symmetric: row 1, column 0"},
        Refused{"NoHessian", [](Layer& l, auto&) { l.hessian.edit().clear(); },
                "neither hessian nor activations"},
        Refused{"Both",
                [](Layer& l, auto&) {
                  l.activations = {1, 2, 3}, l.samples = 1;
                },
                "both"},
        Refused{"NanActivation",
                [](Layer& l, auto&) { l = with_activations(), l.activations.edit()[7] = nan; },
                "activations: row 2, column 1"},
        Refused{"ActivationsOfAnotherSize", [](Layer& l, auto&) { l = with_activations(), l.samples = 3; },
                "activations: 12 values"},
        Refused{"Indefinite", [](Layer& l, auto&) { l.hessian.edit()[0] = -2; }, "not positive definite"},
        Refused{"SingularWithoutDamping",
                [](Layer& l, QuantizeOptions& o) {
                  l = with_activations(), l.activations.edit().resize(6), l.samples = 2, o.damping = {0, 0};
                },
                "not positive definite"},
        Refused{"DeadWithoutDamping",
                [](Layer& l, QuantizeOptions& o) {
                  l.hessian = {2, 0, 0, 0, 0, 0, 0, 0, 1}, o.damping = {0, 0};
                },
                "not positive definite"},
        Refused{
            "NotReallyDead",
            [](Layer& l, QuantizeOptions& o) { l.hessian.edit()[4] = 0, o.dead_inputs = DeadInputs::zero; },
            "input 1 is not dead"}),
    [](const auto& each) { return std::string(each.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Requests, QuantizeRefuses,
    testing::Values(
        Refused{"Bits1", [](auto&, QuantizeOptions& o) { o.grid.bits = 1; }, "bits: 1"},
        Refused{"Bits9", [](auto&, QuantizeOptions& o) { o.grid.bits = 9; }, "bits: 9"},
        Refused{"NegativeDamping", [](auto&, QuantizeOptions& o) { o.damping.absolute = -1; }, "negative"},
        Refused{"NegativeRelativeDamping",
                [](auto&, QuantizeOptions& o) { o.damping.relative = Rational(-1, 100); }, "negative"},
        Refused{"Float16", [](auto&, QuantizeOptions& o) { o.arithmetic = Arithmetic::fp16; },
                "exact or fp32"},
        Refused{"NegativeGroups", [](auto&, QuantizeOptions& o) { o.grid.group_size = -1; }, "group size"},
        Refused{"OpenRange",
                [](auto&, QuantizeOptions& o) {
                  o.grid.range = {0, std::nullopt};
                },
                "one end"},
        Refused{"OneCode",
                [](auto&, QuantizeOptions& o) {
                  o.grid.range = {3, 3};
                },
                "codes 3 .. 3"},
        Refused{"EmptyRange",
                [](auto&, QuantizeOptions& o) {
                  o.grid.range = {4, 3};
                },
                "exceeds qmax"},
        Refused{"WideRange",
                [](auto&, QuantizeOptions& o) {
                  o.grid.range = {0, 65536};
                },
                "65536"},
        Refused{"FarRange",
                [](auto&, QuantizeOptions& o) {
                  o.grid.range = {1 << 21, (1 << 21) + 3};
                },
                "2^21"},
        Refused{"NoPermutation",
                [](auto&, QuantizeOptions& o) {
                  o.order = OrderKind::given, o.given_order = {0, 1, 1};
                },
                "not a permutation"},
        Refused{"ShortOrder",
                [](auto&, QuantizeOptions& o) {
                  o.order = OrderKind::given, o.given_order = {1, 0};
                },
                "not a permutation"},
        Refused{"ZeroScale",
                [](auto&, QuantizeOptions& o) { o.grid.given = one_group(), o.grid.given->scale[1] = 0; },
                "scale: row 1, group 0"},
        Refused{"NanScale",
                [](auto&, QuantizeOptions& o) { o.grid.given = one_group(), o.grid.given->scale[0] = nan; },
                "scale: row 0, group 0"},
        Refused{"ScalesOfAnotherSize",
                [](auto&, QuantizeOptions& o) { o.grid.given = one_group(), o.grid.given->scale = {1}; },
                "do not agree"},
        Refused{"ZerosOfAnotherSize",
                [](auto&, QuantizeOptions& o) { o.grid.given = one_group(), o.grid.given->zero = {1}; },
                "do not agree"},
        Refused{"GroupsDoNotDivide",
                [](auto&, QuantizeOptions& o) {
                  o.grid.given = {2, {1, 1, 1, 1}, {}, {}};
                },
                "group_index"},
        Refused{"NoSuchGroup",
                [](auto&, QuantizeOptions& o) {
                  o.grid.given = {2, {1, 1, 1, 1}, {}, {0, 1, 2}};
                },
                "column 2 is in group 2 of 2"}),
    [](const auto& each) { return std::string(each.param.name); });

Layer identity_layer(Index out, Index in) {
  Layer layer;
  layer.out = out;
  layer.in = in;
  layer.weight.edit().assign(out * in, 1);
  layer.hessian.edit().assign(in * in, 0);
  for (Index i = 0; i < in; ++i) layer.hessian.edit()[i * (in + 1)] = 1;
  return layer;
}

// Beyond the reach of rationals the words are the certificate's.
TEST(QuantizeRefuses, ALargeHessianThatIsNotPositiveDefinite) {
  Layer layer = identity_layer(1, 300);
  layer.hessian.edit()[7 * 300 + 9] = layer.hessian.edit()[9 * 300 + 7] = 2;
  QuantizeOptions options;
  options.arithmetic = Arithmetic::exact;
  expect_refusal({"not positive definite", "more damping"}, [&] { quantize(layer, options); });
}

// These numbers are held by a double, but not by a float32.
TEST(QuantizeRefuses, WhatFloat32DoesNotHold) {
  QuantizeOptions options;
  Layer layer = small_layer();
  layer.weight.edit()[5] = 1e300;
  expect_refusal({"weight: row 1, column 2", "float32"}, [&] { quantize(layer, options); });
  layer = with_activations();
  layer.activations.edit()[4] = 1e39;
  expect_refusal({"activations: row 1, column 1", "float32"}, [&] { quantize(layer, options); });
  options.arithmetic = Arithmetic::exact;
  EXPECT_NO_THROW(quantize(layer, options));
  layer = small_layer();
  layer.weight.edit()[5] = 1e300;
  expect_refusal({"beyond the range of float32"}, [&] { quantize(layer, options); });
}

struct LatticeRefused {
  const char* name;
  std::function<void(Layer&, LatticeOptions&)> spoil;
  const char* words;
};

void PrintTo(const LatticeRefused& refused, std::ostream* os) { *os << refused.name; }

class QuantizeLatticeRefuses : public testing::TestWithParam<LatticeRefused> {};

TEST_P(QuantizeLatticeRefuses, InEitherArithmetic) {
  for (const Arithmetic arithmetic : {Arithmetic::exact, Arithmetic::fp32}) {
    Layer layer;
    layer.out = 2;
    layer.in = 8;
    layer.weight = {1, 2, 3, 4, 5, 6, 7, 8, -1, -2, -3, 4, 4, 4, 1, 0};
    layer.hessian.edit().assign(64, 0);
    for (Index i = 0; i < 8; ++i) layer.hessian.edit()[i * 9] = 1 + static_cast<double>(i);
    LatticeOptions options;
    options.method = LatticeMethod::ldlq;
    options.arithmetic = arithmetic;
    ASSERT_NO_THROW(quantize_lattice(layer, options));
    GetParam().spoil(layer, options);
    expect_refusal({GetParam().words}, [&] { quantize_lattice(layer, options); });
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, QuantizeLatticeRefuses,
    testing::Values(
        LatticeRefused{"Q1", [](auto&, LatticeOptions& o) { o.q = 1; }, "q: 1"},
        LatticeRefused{"HugeQ", [](auto&, LatticeOptions& o) { o.q = (1 << 20) + 1; }, "q: 1048577"},
        LatticeRefused{"BetasDoNotAscend",
                       [](auto&, LatticeOptions& o) {
                         o.betas = {0.5F, 0.5F};
                       },
                       "betas: entry 1"},
        LatticeRefused{"NegativeBeta", [](auto&, LatticeOptions& o) { o.betas = {-0.5F}; }, "betas: entry 0"},
        LatticeRefused{"NanBeta",
                       [](auto&, LatticeOptions& o) {
                         o.betas = {0.5F, static_cast<float>(nan)};
                       },
                       "betas: entry 1"},
        LatticeRefused{"InfiniteBeta",
                       [](auto&, LatticeOptions& o) { o.betas = {static_cast<float>(infinity)}; },
                       "betas: entry 0"},
        LatticeRefused{"NoBetas", [](auto&, LatticeOptions& o) { o.best_betas = 0; }, "0 best ones"},
        LatticeRefused{"TooManyBetas", [](auto&, LatticeOptions& o) { o.best_betas = 42; }, "1 .. 41"},
        LatticeRefused{"Fp64", [](auto&, LatticeOptions& o) { o.arithmetic = Arithmetic::fp64; },
                       "exact or fp32"},
        LatticeRefused{"NanWeight", [](Layer& l, auto&) { l.weight.edit()[9] = nan; },
                       "weight: row 1, column 1"},
        LatticeRefused{"NanHessian", [](Layer& l, auto&) { l.hessian.edit()[9] = nan; },
                       "hessian: row 1, column 1"},
        LatticeRefused{"Unsymmetric", [](Layer& l, auto&) { l.hessian.edit()[8] = 1; }, "not symmetric"},
        LatticeRefused{"NoHessian", [](Layer& l, auto&) { l.hessian.edit().clear(); }, "neither"},
        LatticeRefused{"Indefinite",
                       [](Layer& l, LatticeOptions& o) { l.hessian.edit()[0] = -1, o.rotate = false; },
                       "not positive definite"},
        LatticeRefused{"NegativeDamping", [](auto&, LatticeOptions& o) { o.damping.relative = -1; },
                       "negative"},
        LatticeRefused{"HessianForNestQuant",
                       [](auto&, LatticeOptions& o) { o.method = LatticeMethod::nestquant; }, "do not take"},
        LatticeRefused{"NoHadamardMatrix",
                       [](Layer& l, LatticeOptions& o) {
                         l = {1, 3, {1, 2, 3}, {}, 0, {}}, o.method = LatticeMethod::nestquant;
                       },
                       "cannot be rotated"},
        LatticeRefused{"NoWholeBlocks",
                       [](Layer& l, auto&) {
                         l = {1, 2, {1, 2}, {1, 0, 0, 1}, 0, {}};
                       },
                       "blocks of 8"},
        LatticeRefused{"NormBeyondFloat32", [](Layer& l, auto&) { l.weight.edit()[0] = 1e39; }, "float32"}),
    [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace quantcheck::test
