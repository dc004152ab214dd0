#include <quantcheck/proofs_check/judge/verdict_memory.h>

#include <gtest/gtest.h>

#include <variant>

#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/judge/judge.h>

#include <quantcheck/tests/support/known_factor.h>

namespace quantcheck::test {
namespace {

using check::Case;
using check::Hypothesis;
using check::Judgement;
using check::RunVerdict;

Judgement judged_with(const Case& c, double memory) {
  return check::judge(c, check::as_declared(c), {}, {.memory = memory});
}

TEST(VerdictMemory, OfMoreThanThereIsLeavesAllButTheFirstStepUndecided) {
  for (const Index in : {64, 320}) {  // with rationals to fall back to, and without
    Case c = known_layer({.in = in, .out = 3, .distances = {{0}}}, 1).c;
    const double needed = check::verdict_memory(c, check::as_declared(c));
    EXPECT_EQ(judged_with(c, needed).verdict, RunVerdict::conforms);
    const Judgement refused = judged_with(c, needed - 1);
    EXPECT_EQ(refused.verdict, RunVerdict::undecided);
    EXPECT_EQ(refused.undecided, 3 * (in - 1));
    EXPECT_NE(refused.reason.find("(" + std::to_string(static_cast<long long>(needed)) + " bytes)"),
              std::string::npos)
        << refused.reason;
    EXPECT_FALSE(refused.advice.empty());

    const Index first = c.declared.order.front();
    Code& code = c.codes.edit()(0, first);
    code += code > 2 ? -2 : 2;
    EXPECT_EQ(judged_with(c, needed - 1).verdict, RunVerdict::fails);
  }
}

// Of a Hessian of 4096 inputs with so many rows, it is 4 n^2 bytes of the factor, 4 n^2 of that of a dialect,
// 20 n^2 while it is replayed, and one byte for each decision; what is listed and what a chunk of rows takes
// come to less than half a GiB.
TEST(VerdictMemory, GrowsWithTheSquareOfTheInputs) {
  Case c;
  c.layer.out = 16;
  c.layer.in = 4096;
  const double square = 4096.0 * 4096.0;
  const auto floats = std::make_shared<std::vector<float>>(4096 * 4096);
  c.layer.hessian = {FloatFormat::f32, std::as_bytes(std::span(*floats)), floats};
  const Hypothesis hypothesis;
  const double with_floats = check::verdict_memory(c, hypothesis);
  EXPECT_GE(with_floats, 28 * square);
  EXPECT_LE(with_floats, 30 * square);

  // Where floats are not aligned, they are copied.
  const auto bytes = std::make_shared<std::vector<std::byte>>(4 * 4096 * 4096 + 1);
  c.layer.hessian = {FloatFormat::f32, std::span(*bytes).subspan(1), bytes};
  EXPECT_GE(check::verdict_memory(c, hypothesis), with_floats + 8 * square);

  c.arithmetic = Arithmetic::exact;  // nothing is replayed
  c.layer.hessian = {FloatFormat::f32, std::as_bytes(std::span(*floats)), floats};
  EXPECT_LE(check::verdict_memory(c, hypothesis), 13 * square);
}

TEST(VerdictMemory, OfPairsIsAskedForBeforeTheyAreMade) {
  const Case c = known_layer({.in = 128, .out = 2, .distances = {{0}}, .least_pivot = -46}, 3).c;
  const Hypothesis declared = check::as_declared(c);
  const double needed = check::pair_factor_memory(c.layer);
  EXPECT_TRUE(std::holds_alternative<check::CertifiedFactor>(check::certified_factor(c, declared, needed)));
  const auto refused = check::certified_factor(c, declared, needed - 1);
  ASSERT_TRUE(std::holds_alternative<check::Unfactored>(refused));
  EXPECT_EQ(std::get<check::Unfactored>(refused).obstacle, check::Obstacle::memory);
}

}  // namespace
}  // namespace quantcheck::test
