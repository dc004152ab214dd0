// Decisions on a boundary and next to it, in layers whose factor is known by construction.
#include <gtest/gtest.h>

#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/judge/judge_exactly.h>
#include <quantcheck/tests/proofs_check/certified/known_shapes.h>

namespace quantcheck::test {
namespace {

using check::Judgement;

TEST(KnownFactor, IsWhatTheRationalJudgeFinds) {
  for (const KnownShape& shape :
       {KnownShape{.in = 48, .distances = both_sides(all_exponents)},
        KnownShape{.in = 64, .distances = both_sides({60, 59, 61}), .random_order = true, .digits = 12},
        KnownShape{.in = 64, .distances = {{60, true, 111}, {60, false, 111}}, .columns_scaled = 40},
        KnownShape{.in = 64, .distances = both_sides(all_exponents), .least_pivot = -30}}) {
    const KnownLayer known = known_layer(shape, 1);
    check::Budget budget(100.0);
    const Judgement judgement = check::judge_exactly(known.c, check::as_declared(known.c), {}, budget);
    expect_judged(known, judgement);
    EXPECT_DOUBLE_EQ(judgement.loss->middle(), reference::approximate(known.loss));
    EXPECT_DOUBLE_EQ(judgement.bound->middle(), reference::approximate(known.bound));
  }
}

class KnownFactorOf : public testing::TestWithParam<Index> {};

TEST_P(KnownFactorOf, GivesTheRightVerdictInTheRightPlace) {
  for (const auto& [name, shape] : known_shapes(GetParam())) {
    SCOPED_TRACE(name);
    expect_judged(known_layer(shape, static_cast<std::uint64_t>(GetParam())));
  }
}

TEST_P(KnownFactorOf, ShowsOneWrongDecisionAmongAll) {
  for (const int exponent : {30, 59}) {
    std::vector<Distance> distances(static_cast<std::size_t>(GetParam() / 8), Distance{52, false});
    distances[distances.size() / 2] = {exponent, true};
    const KnownLayer known = known_layer(
        {.in = GetParam(), .out = 2, .distances = distances, .random_order = true, .digits = 16}, 7);
    ASSERT_EQ(known.sides.outside.size(), 1u);
    expect_judged(known);
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, KnownFactorOf, testing::Values(Index{512}, Index{1024}),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace quantcheck::test
