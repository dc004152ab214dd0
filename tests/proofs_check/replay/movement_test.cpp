#include <quantcheck/proofs_check/replay/movement.h>
#include <quantcheck/proofs_check/replay/precision.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/proofs_check/judge/allowance.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/replay/emulated.h>
#include <quantcheck/proofs_check/replay/replay_layer.h>
#include <quantcheck/proofs_check/text/arithmetic_names.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/gptq_blocked.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/tests/support/layers.h>
#include <quantcheck/tests/support/plain_movement.h>

namespace quantcheck::test {
namespace {

/// The movement of every decision of a case, out x in, and how many Hessians were factored.
struct AllMovements {
  reference::Matrix<double> steps;
  int factored = 0;
  int unfactored = 0;
};

check::Positions positions_of(const check::Case& c) {
  const check::Hypothesis declared = check::as_declared(c);
  const check::ExactLayer layer = check::exact_layer(c, declared);
  return check::exact_positions(layer, check::exact_factor(layer, declared), c.codes.matrix());
}

check::RowSource rows_of(const check::Case& c, const check::Hypothesis& hypothesis,
                         const check::Positions& positions) {
  return [&](std::span<const Index> rows) {
    return check::replayed_rows(c, hypothesis, check::positions_of(positions, rows).r, rows);
  };
}

// t / s of every decision, by row and step.
reference::Matrix<double> quotients_of(const check::Case& c, const check::Positions& positions) {
  reference::Matrix<double> quotients = positions.r;
  for (Index row = 0; row < c.layer.out; ++row)
    for (Index k = 0; k < c.layer.in; ++k) {
      const Index column = c.declared.order[k];
      quotients(row, k) += static_cast<double>(c.codes(row, column) - c.grid.zero_at(row, column));
    }
  return quotients;
}

// Asks for all replays.
bool never(const check::Movement&, std::span<const std::size_t>) { return false; }

AllMovements movement_of(const check::Case& c, Arithmetic arithmetic,
                         check::Inversion inversion = check::Inversion::symmetric) {
  const check::Hypothesis declared = check::as_declared(c);
  const check::Positions positions = positions_of(c);
  const reference::Matrix<double> quotients = quotients_of(c, positions);
  std::vector<check::AskedDecision> asked;
  for (Index row = 0; row < c.layer.out; ++row)
    for (Index k = 0; k < c.layer.in; ++k)
      asked.push_back({row, k,
                       check::rounding_floor(c, arithmetic, quotients(row, k),
                                             static_cast<double>(c.grid.zero_at(row, declared.order[k])))});
  check::ReplayFactors factors(c, declared);
  const check::Movement movement =
      check::measure_movement(factors, arithmetic, rows_of(c, declared, positions), asked, inversion, never);
  AllMovements all{reference::Matrix<double>(c.layer.out, c.layer.in), movement.factored,
                   movement.unfactored};
  std::copy(movement.distance.begin(), movement.distance.end(), all.steps.data());
  return all;
}

check::Case sound_case(double condition, std::uint64_t seed = 1) {
  const FloatLayer layer = random_layer({.out = 16, .in = 48, .condition = condition}, seed);
  return case_of(layer, quantize(layer, 16, Fault::none));
}

TEST(Movement, GrowsWithTheUnitRoundoff) {
  const check::Case c = sound_case(1e2);
  double previous = 0;
  for (const Arithmetic arithmetic :
       {Arithmetic::fp64, Arithmetic::fp32, Arithmetic::tf32, Arithmetic::bf16}) {
    const double mean = movement_of(c, arithmetic).steps.mean();
    EXPECT_GT(mean, 4 * previous);
    EXPECT_GE(mean, check::unit_roundoff(arithmetic));
    EXPECT_LT(mean, 1e3 * check::unit_roundoff(arithmetic));
    previous = mean;
  }
  EXPECT_GT(movement_of(c, Arithmetic::fp16).steps.mean(), check::unit_roundoff(Arithmetic::fp16));
}

TEST(Movement, GrowsWithTheCondition) {
  EXPECT_GT(movement_of(sound_case(1e4), Arithmetic::fp32).steps.mean(),
            4 * movement_of(sound_case(1e1), Arithmetic::fp32).steps.mean());
}

TEST(Movement, IsTheSameEveryTime) {
  const check::Case c = sound_case(1e3);
  EXPECT_EQ(movement_of(c, Arithmetic::fp32).steps, movement_of(c, Arithmetic::fp32).steps);
}

// Both are root mean squares of sixteen replays, which differ in how sums are rounded.
TEST(Movement, IsThatOfThePlainText) {
  for (const auto& [arithmetic, inversion, condition] :
       {std::tuple{Arithmetic::fp32, check::Inversion::symmetric, 1e1},
        {Arithmetic::fp32, check::Inversion::symmetric, 1e3},
        {Arithmetic::fp32, check::Inversion::symmetric, 1e6},
        {Arithmetic::fp32, check::Inversion::general, 1e4},
        {Arithmetic::fp64, check::Inversion::symmetric, 1e3},
        {Arithmetic::tf32, check::Inversion::symmetric, 1e3},
        {Arithmetic::bf16, check::Inversion::symmetric, 1e3},
        {Arithmetic::fp16, check::Inversion::symmetric, 1e2}}) {
    SCOPED_TRACE(std::string(check::name_of(arithmetic)) + " " + std::to_string(condition));
    const check::Case c = sound_case(condition);
    const reference::Matrix<double> plain =
        plain_movement(c, check::as_declared(c), arithmetic, quotients_of(c, positions_of(c)), inversion)
            .steps;
    const reference::Matrix<double> ratio = movement_of(c, arithmetic, inversion).steps.cwiseQuotient(plain);
    EXPECT_GT(ratio.minCoeff(), 1.0 / 4);
    EXPECT_LT(ratio.maxCoeff(), 4.0);
    EXPECT_NEAR(ratio.mean(), 1.0, 0.2);
  }
}

TEST(Movement, IsMeasuredWithFewerReplaysOfLargerLayers) {
  for (const auto& [inputs, versions, neighbours] : {std::tuple{Index{1}, 16, Index{0}},
                                                     {256, 16, 0},
                                                     {512, 8, 1},
                                                     {1024, 4, 3},
                                                     {2048, 2, 7},
                                                     {28672, 2, 7}}) {
    EXPECT_EQ(check::replayed_versions_of(inputs), versions);
    EXPECT_EQ(check::neighbours_of(inputs), neighbours);
  }
}

TEST(Movement, IsNotMeasuredFurtherThanAsked) {
  const check::Case c = sound_case(1e3);
  const check::Hypothesis declared = check::as_declared(c);
  const check::Positions positions = positions_of(c);
  const auto factored = [&](bool enough) {
    check::ReplayFactors factors(c, declared);
    return check::measure_movement(
               factors, Arithmetic::fp32, rows_of(c, declared, positions), {{3, 7, 0}},
               check::Inversion::symmetric,
               [&](const check::Movement&, std::span<const std::size_t>) { return enough; })
        .factored;
  };
  EXPECT_EQ(factored(true), 16);
  EXPECT_EQ(factored(false), 32);
}

TEST(Movement, OfARowThatLeavesTheRangeIsNotMeasured) {
  check::Case c = sound_case(1e3);
  c.layer.weight.edit()[5 * c.layer.in] = 1e300;
  const check::Hypothesis declared = check::as_declared(c);
  const check::Positions positions = positions_of(c);
  check::ReplayFactors factors(c, declared);
  const check::Movement movement =
      check::measure_movement(factors, Arithmetic::fp32, rows_of(c, declared, positions),
                              {{4, 7, 0}, {5, 7, 0}}, check::Inversion::symmetric, never);
  EXPECT_EQ(movement.measured, (std::vector<bool>{true, false}));
}

// The codes of the nearest plane in exact arithmetic.
reference::Codes nearest_codes(const check::Case& c) {
  const check::Hypothesis declared = check::as_declared(c);
  const check::ExactLayer layer = check::exact_layer(c, declared);
  return reference::nearest_plane(layer.weight, check::exact_factor(layer, declared), layer.grid, layer.order,
                                  reference::decide_nearest(layer.grid, c.declared.rounding));
}

// A case with the Hilbert matrix of 10 inputs, which is positive definite and has a condition beyond 1e13.
// Its first code is right; the others may be anything.
check::Case hilbert_case() {
  check::Case c = sound_case(1e2);
  c.layer.in = 10;
  c.layer.out = 1;
  c.layer.weight.edit().assign(10, 0.1);
  c.layer.hessian.edit().clear();
  for (int i = 0; i < 10; ++i)
    for (int j = 0; j < 10; ++j) c.layer.hessian.edit().push_back(1.0 / (i + j + 1));
  c.codes.edit().setConstant(1, 10, 7);
  c.codes.edit()(0, 0) = 15;
  c.grid = {1, {0.01}, {7}, std::vector<Index>(10, 0), {0, 15}};
  c.declared.order = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  c.declared.dead.assign(10, false);
  c.declared.damping = 0;
  return c;
}

TEST(Movement, SaysWhenTheArithmeticCannotFactor) {
  EXPECT_EQ(movement_of(sound_case(1e2), Arithmetic::fp32).unfactored, 0);
  check::Case c = hilbert_case();
  EXPECT_GT(movement_of(c, Arithmetic::fp32).unfactored, 0);
  const check::Judgement j = check::judge(c, check::as_declared(c));
  EXPECT_EQ(j.wrong, 0);
  EXPECT_GT(j.undecided, 0);
  EXPECT_EQ(j.verdict, check::RunVerdict::undecided);
  c.codes.edit()(0, 0) = 7;  // no factor has a part in the first decision
  EXPECT_EQ(check::judge(c, check::as_declared(c)).wrong, 1);
}

// The damping is so small that some replays in float32 find the matrix indefinite.
TEST(Movement, TheReplaysThatFactorAreJudgedBy) {
  check::Case c = hilbert_case();
  AllMovements movement;
  for (int exponent = -40; exponent < -10; ++exponent) {
    c.declared.damping = reference::exact(std::ldexp(1.0, exponent));
    movement = movement_of(c, Arithmetic::fp32);
    if (movement.factored > movement.unfactored) break;
  }
  ASSERT_GT(movement.unfactored, 0);
  ASSERT_GT(movement.factored, movement.unfactored);
  const check::Case faulty = c;
  const check::Judgement wrong = check::judge(faulty, check::as_declared(faulty));
  EXPECT_EQ(wrong.verdict, check::RunVerdict::fails) << wrong.reason;

  // The weight is beside a boundary, and its code is the one on the other side. The distance is less than
  // what float32 rounds by.
  c.layer.weight.edit()[0] = 0.005 + 1e-10;
  c.codes = nearest_codes(c);
  ASSERT_EQ(c.codes(0, 0), 8);
  c.layer.weight.edit()[0] = 0.005 - 1e-10;
  const check::Judgement sound = check::judge(c, check::as_declared(c));
  EXPECT_EQ(sound.wrong + sound.undecided, 0);
  EXPECT_GT(sound.explained, 0);
  EXPECT_EQ(sound.verdict, check::RunVerdict::degraded);
  EXPECT_NE(sound.reason.find("hardly factors"), std::string::npos) << sound.reason;
}

TEST(Movement, AGeneralInverseDegradesAndDoesNotFail) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const FloatLayer layer = random_layer({.out = 64, .in = 64, .condition = 1e4}, seed);
    const check::Case c = case_of(layer, quantize(layer, 16, Fault::general_inverse));
    const check::Judgement j = check::judge(c, check::as_declared(c));
    EXPECT_EQ(j.verdict, check::RunVerdict::degraded) << j.wrong;
    EXPECT_NE(j.reason.find("symmetr"), std::string::npos);
  }
}

TEST(Movement, AnIllConditionedHessianDegradesAndDoesNotFail) {
  Index degraded = 0;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    FloatLayer layer = random_layer({.out = 64, .in = 64, .condition = 1e4}, seed);
    for (float& h : layer.hessian) h += 40.0F;  // one common direction: condition 3e7
    const check::Case c = case_of(layer, quantize(layer, 16, Fault::none));
    const check::Judgement j = check::judge(c, check::as_declared(c));
    EXPECT_NE(j.verdict, check::RunVerdict::fails);
    degraded += j.verdict == check::RunVerdict::degraded;
  }
  EXPECT_GT(degraded, 0);
}

/// Codes of a GPTQ sweep in T, with a float32 factor.
template <class T>
check::Case swept_in(check::Case c, Arithmetic declared) {
  c.arithmetic = declared;
  const check::Hypothesis hypothesis = check::as_declared(c);
  const auto inverse = reference::inverse(check::replay_hessian<float>(c, hypothesis));
  const auto grid = reference::convert_grid<T>(c.grid, [](double scale) { return T(scale); });
  c.codes = reference::gptq_blocked(
      check::replay_weight<T>(c), check::replay_inverse_factor<T>(inverse, hypothesis), grid,
      c.declared.order, 16, [&](Index row, Index column, const T& target) {
        const double position = static_cast<double>(target / grid.scale_at(row, column)) +
                                static_cast<double>(grid.zero_at(row, column));
        return std::clamp(static_cast<Code>(std::nearbyint(position)), *grid.range.min, *grid.range.max);
      });
  return c;
}

TEST(Movement, SoundRunsInNarrowArithmeticAreNotAccused) {
  for (const double condition : {1e1, 1e2, 1e3})
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      const check::Case c = sound_case(condition, seed);
      for (const check::Case& made :
           {swept_in<check::Tf32<check::Operands::rounded>>(c, Arithmetic::tf32),
            swept_in<check::Tf32<check::Operands::truncated>>(c, Arithmetic::tf32),
            swept_in<check::Bf16>(c, Arithmetic::bf16), swept_in<check::Fp16>(c, Arithmetic::fp16)}) {
        const check::Judgement j = check::judge(made, check::as_declared(made));
        EXPECT_EQ(j.wrong + j.undecided, 0)
            << condition << " " << seed << " in " << check::name_of(*made.arithmetic);
        if (made.arithmetic == Arithmetic::tf32) {
          EXPECT_LT(j.resolution, 1.0 / 8);
        }
      }
    }
}

}  // namespace
}  // namespace quantcheck::test
