// Verdicts on lattice blocks that were made by hand.
#include <quantcheck/proofs_check/judge/lattice/judge.h>

#include <gtest/gtest.h>

#include <quantcheck/tests/proofs_check/judge/lattice/small_lattice_cases.h>

namespace quantcheck::test {

using namespace check;

namespace {

const E8Point origin;

Verdict of(const LatticeCase& c) { return judge(c).blocks.at(0); }
Verdict in(Arithmetic arithmetic, LatticeCase c) {
  c.arithmetic = arithmetic;
  return of(c);
}

TEST(LatticeJudge, InsideTheCellIsExact) {
  EXPECT_EQ(of(one_block({0.3, -0.2, 0.1, 0, 0, 0, 0, 0.05}, origin)), Verdict::exact);
  EXPECT_EQ(of(one_block({0.3, -0.2, 0.1, 0, 0, 0, 0, 0.05}, doubled({2, 2}))), Verdict::wrong);
  EXPECT_EQ(of(one_block({0.6, 0.4, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5}, doubled({1, 1, 1, 1, 1, 1, 1, 1}))),
            Verdict::exact);
}

TEST(LatticeJudge, OnAFaceBothPointsAreRight) {
  const Block<double> face{0.5, 0.5};
  for (const E8Point& y : {origin, doubled({2, 2})}) EXPECT_EQ(of(one_block(face, y)), Verdict::tie);
  for (const E8Point& y : {doubled({2, -2}), doubled({1, 1, 1, 1, 1, 1, 1, 1}), doubled({4})})
    EXPECT_EQ(of(one_block(face, y)), Verdict::wrong);
}

TEST(LatticeJudge, OnAnEdgeAllItsPointsAreRight) {
  const Block<double> edge{2, 1, 1};  // times 1/3: as far from 0 as from e1 + e2 and e1 + e3
  for (const E8Point& y : {origin, doubled({2, 2}), doubled({2, 0, 2})})
    EXPECT_EQ(of(one_block(edge, y, {3.0})), Verdict::tie);
  EXPECT_EQ(of(one_block(edge, doubled({0, 2, 2}), {3.0})), Verdict::wrong);
}

TEST(LatticeJudge, InADeepHoleSixteenPointsAreRight) {
  const Block<double> hole{1};
  std::vector<E8Point> around{origin, doubled({4})};
  for (std::size_t i = 1; i < 8; ++i) {
    for (const Code sign : {-2, 2}) {
      E8Point y = doubled({2});
      y.twice[i] = sign;
      around.push_back(y);
    }
  }
  EXPECT_EQ(around.size(), 16U);
  for (const E8Point& y : around) EXPECT_EQ(of(one_block(hole, y)), Verdict::tie);
  EXPECT_EQ(of(one_block(hole, doubled({1, 1, 1, 1, 1, 1, 1, 1}))), Verdict::wrong);
}

TEST(LatticeJudge, ATieIsTwoToTheMinusSixtyWide) {
  EXPECT_EQ(of(one_block({1, 0x1p-61}, origin)), Verdict::tie);
  EXPECT_EQ(of(one_block({1, 0x1p-60}, origin)), Verdict::tie);
  EXPECT_EQ(of(one_block({1, 0x1.8p-60}, origin)), Verdict::wrong);
  EXPECT_EQ(of(one_block({1 - 0x1p-50, 0}, origin)), Verdict::exact);
}

TEST(LatticeJudge, ALittleBeyondIsExplainedByRoundingOnly) {
  const LatticeCase c = one_block({0.5 + 0x1p-50, 0.5}, origin);
  EXPECT_EQ(in(Arithmetic::exact, c), Verdict::wrong);
  EXPECT_EQ(in(Arithmetic::fp64, c), Verdict::explained);
  EXPECT_EQ(in(Arithmetic::fp32, c), Verdict::explained);
  EXPECT_EQ(in(Arithmetic::fp64, one_block({0.5 + 0x1p-40, 0.5}, origin)), Verdict::wrong);
  EXPECT_EQ(in(Arithmetic::fp32, one_block({0.5 + 0x1p-22, 0.5}, origin)), Verdict::explained);
  EXPECT_EQ(in(Arithmetic::fp32, one_block({0.5 + 0x1p-16, 0.5}, origin)), Verdict::wrong);

  LatticeCase assumed = c;
  assumed.arithmetic = std::nullopt;
  const LatticeJudgement j = judge(assumed);
  EXPECT_EQ(j.verdict, RunVerdict::conforms);
  EXPECT_EQ(j.outside, 1);
  EXPECT_EQ(j.max_excess, 0x1p-50);
  EXPECT_GE(j.resolution, 0x1p-50);
}

TEST(LatticeJudge, AnArithmeticTooNarrowIsDegraded) {
  LatticeCase c = one_block({0.5 + 1.0 / 32, 0.5}, origin);
  c.arithmetic = Arithmetic::bf16;
  const LatticeJudgement j = judge(c);
  EXPECT_EQ(j.explained, 1);
  EXPECT_EQ(j.verdict, RunVerdict::degraded);
  EXPECT_NE(j.reason, "");
}

TEST(LatticeJudge, WhatIsOutOfRangeIsUndecided) {
  const LatticeJudgement far = judge(one_block({1e300}, origin));
  EXPECT_EQ(far.verdict, RunVerdict::undecided);
  EXPECT_NE(far.reason, "");
  EXPECT_EQ(judge(one_block({1.0}, origin, {1e-300})).verdict, RunVerdict::undecided);
  LatticeCase half = one_block({1e5, 0.3}, origin);  // beyond fp16, whatever the cell
  half.arithmetic = Arithmetic::fp16;
  EXPECT_EQ(judge(half).verdict, RunVerdict::undecided);

  // At the smaller beta bf16 moves these values by more than a quarter of beta.
  LatticeCase coarse = one_block({20, 20}, doubled({40, 40}), {1.0, 20.0});
  const Block<Code> code = reference::voronoi_code(doubled({2, 2}), coarse.q);
  coarse.codes.assign(code.begin(), code.end());
  coarse.beta_index = {1};
  coarse.mode = BetaChoice::first;
  coarse.q = 64;
  coarse.arithmetic = Arithmetic::bf16;
  const LatticeJudgement j = judge(coarse);
  EXPECT_EQ(j.verdict, RunVerdict::undecided);
  EXPECT_NE(j.reason.find("a quarter of a step"), std::string::npos) << j.reason;
}

TEST(LatticeJudge, DecodedIsTheProductRoundedOnce) {
  const double beta = static_cast<double>(0.1F);
  LatticeCase c = one_block({0.3, 0.1, 0.1, 0.1}, doubled({6, 2, 2, 2}), {beta});
  c.arithmetic = Arithmetic::fp32;
  const auto product = static_cast<float>(beta * 3);
  c.decoded = {static_cast<double>(product), beta, beta, beta, 0, 0, 0, 0};
  EXPECT_EQ(of(c), Verdict::exact);
  EXPECT_EQ(in(Arithmetic::exact, c), Verdict::wrong);  // 3 beta has more bits than a float
  for (const float direction : {0.0F, 2.0F}) {
    c.decoded[0] = static_cast<double>(std::nextafter(product, direction));
    EXPECT_EQ(of(c), Verdict::wrong);
  }
  c.decoded[0] = beta * 3;
  EXPECT_EQ(in(Arithmetic::exact, c), Verdict::exact);
}

TEST(LatticeJudge, DecodedIsSomeLeastPointOfTheClass) {
  LatticeCase c = one_block({2}, doubled({4}));
  c.q = 2;  // the class of 2 e1 holds all 16 points +-2 ei
  const Block<Code> code = reference::voronoi_code(doubled({4}), 2);
  c.codes.assign(code.begin(), code.end());
  EXPECT_EQ(of(c), Verdict::tie);  // which of them is right depends on the decoder
  c.decoded = {2, 0, 0, 0, 0, 0, 0, 0};
  EXPECT_EQ(of(c), Verdict::tie);
  EXPECT_EQ(judge(c).overloaded, 0);
  c.decoded = {0, 0, -2, 0, 0, 0, 0, 0};
  EXPECT_EQ(of(c), Verdict::tie);  // opt-beta, and there is no other beta
  EXPECT_EQ(judge(c).overloaded, 1);
  c.decoded = {2, 4, 0, 0, 0, 0, 0, 0};  // in the class, but longer
  EXPECT_EQ(of(c), Verdict::wrong);
  c.decoded = {1, 1, 0, 0, 0, 0, 0, 0};  // short, but in another class
  EXPECT_EQ(of(c), Verdict::wrong);
  EXPECT_EQ(judge(c).wrong_decoded, 1);
}

TEST(LatticeJudge, FirstBetaAsksForATrueRoundTrip) {
  LatticeCase c = one_block({2}, doubled({4}), {1.0, 4.0});
  c.mode = BetaChoice::first;
  c.q = 2;
  const Block<Code> code = reference::voronoi_code(doubled({4}), 2);
  c.codes.assign(code.begin(), code.end());
  EXPECT_EQ(of(c), Verdict::tie);
  c.decoded = {2, 0, 0, 0, 0, 0, 0, 0};
  EXPECT_EQ(of(c), Verdict::tie);
  c.decoded = {0, 2, 0, 0, 0, 0, 0, 0};
  const LatticeJudgement j = judge(c);
  EXPECT_EQ(j.verdict, RunVerdict::fails);
  EXPECT_EQ(j.wrong_betas, 1);
  EXPECT_EQ(j.passed, (std::vector<BlockPlace>{{0, 0}}));
  c.codes.assign(8, 0);  // going on is right too: that the first beta round-trips depends on ties
  c.beta_index = {1};
  c.decoded.assign(8, 0);
  EXPECT_EQ(of(c), Verdict::tie);
  c.values[0] = 0.25;  // at this value it certainly round-trips
  EXPECT_EQ(of(c), Verdict::wrong);
  EXPECT_EQ(judge(c).wrong_betas, 1);
}

TEST(LatticeJudge, TheLastBetaMayOverload) {
  LatticeCase c = one_block({8}, doubled({16}), {0.5, 1.0});
  c.mode = BetaChoice::first;
  c.q = 2;
  c.codes.assign(8, 0);
  c.beta_index = {1};
  c.decoded.assign(8, 0);
  const LatticeJudgement j = judge(c);
  EXPECT_EQ(j.verdict, RunVerdict::conforms);
  EXPECT_EQ(j.overloaded, 1);
  EXPECT_TRUE(j.passed.empty());
  EXPECT_EQ(*j.squared_error, 8.0);
  EXPECT_EQ(j.loss->middle(), 64.0);
  EXPECT_EQ(j.bound->middle(), 1.0);  // the bound, which does not hold here
  EXPECT_EQ(*j.first_squared_error, 8.0);
}

TEST(LatticeJudge, OptBetaHasTheLeastSquaredError) {
  const Block<double> x{0.9, 0.9, 0.1};
  LatticeCase c = one_block(x, doubled({2, 2}), {1.0, 3.0});
  EXPECT_EQ(of(c), Verdict::exact);
  c.codes.assign(8, 0);
  c.beta_index = {1};
  EXPECT_EQ(of(c), Verdict::wrong);
  const LatticeJudgement j = judge(c);
  EXPECT_EQ(j.wrong_betas, 1);
  ASSERT_TRUE(j.first_wrong && j.first_wrong->expected);
  EXPECT_EQ(j.first_wrong->expected->beta_index, 0);
  EXPECT_EQ(of(one_block({}, origin, {1.0, 3.0})), Verdict::tie);  // there is no error at either
}

TEST(LatticeJudge, SquaredErrorsThatRoundingHidesAreExplained) {
  // At the larger beta the error is smaller by a factor of 1 - 4e-7.
  LatticeCase c = one_block({1.25, 1.25}, doubled({2, 2}), {1.0, 1 + 0x1p-24});
  EXPECT_EQ(in(Arithmetic::exact, c), Verdict::wrong);
  EXPECT_EQ(in(Arithmetic::fp64, c), Verdict::wrong);
  EXPECT_EQ(in(Arithmetic::fp32, c), Verdict::explained);
  c.beta[1] = 1 + 0x1p-12;
  EXPECT_EQ(in(Arithmetic::fp32, c), Verdict::wrong);
}

// A lattice block that has no error at the larger beta.
LatticeCase a_larger_beta_fits(double unit) {
  return one_block({1.25 * unit, 1.25 * unit}, doubled({2, 2}), {unit, 1.25 * unit});
}

TEST(LatticeJudge, SquaredErrorsThatLeaveTheRangeAreUndecided) {
  for (const double unit : {0x1p70, 0x1p-124})
    EXPECT_EQ(in(Arithmetic::fp64, a_larger_beta_fits(unit)), Verdict::wrong);
  EXPECT_EQ(in(Arithmetic::fp32, a_larger_beta_fits(0x1p60)), Verdict::wrong);
  EXPECT_EQ(in(Arithmetic::fp16, a_larger_beta_fits(0x1p4)), Verdict::wrong);
  for (const auto& [arithmetic, unit] :
       {std::pair{Arithmetic::fp32, 0x1p70}, {Arithmetic::bf16, 0x1p70}, {Arithmetic::fp16, 0x1p9}}) {
    LatticeCase c = a_larger_beta_fits(unit);
    c.arithmetic = arithmetic;
    const LatticeJudgement j = judge(c);
    EXPECT_EQ(j.verdict, RunVerdict::undecided) << unit;
    EXPECT_NE(j.reason.find("leave the range of the declared arithmetic"), std::string::npos);
  }
}

TEST(LatticeJudge, SquaredErrorsThatUnderflowAreEqual) {
  for (const auto& [arithmetic, unit] :
       {std::pair{Arithmetic::fp32, 0x1p-62}, {Arithmetic::bf16, 0x1p-62}, {Arithmetic::fp16, 0x1p-11}}) {
    LatticeCase c = a_larger_beta_fits(unit);
    c.arithmetic = arithmetic;
    EXPECT_EQ(of(c), Verdict::explained) << unit;
    EXPECT_EQ(judge(c).verdict, RunVerdict::degraded);  // they hide the whole difference
  }
}

// A lattice block at two betas. At the smaller one the code of t round-trips; the code of a point that is
// `off` farther from being nearest does not.
LatticeCase passed_over(double off) {
  LatticeCase c = one_block({2.5 - off / 2, 1.5 - off / 2, 1}, doubled({2, 2}), {1.0, 2.0});
  c.mode = BetaChoice::first;
  c.q = 4;
  const Block<Code> code = reference::voronoi_code(doubled({2, 2}), c.q);
  c.codes.assign(code.begin(), code.end());
  c.beta_index = {1};
  return c;
}

TEST(LatticeJudge, FirstBetaPassedOverByRoundingIsExplainedOrDegraded) {
  for (const double off : {1.0 / 128, 1.0 / 16}) {
    EXPECT_EQ(in(Arithmetic::exact, passed_over(off)), Verdict::wrong);
    EXPECT_EQ(in(Arithmetic::fp32, passed_over(off)), Verdict::wrong);
    EXPECT_EQ(in(Arithmetic::bf16, passed_over(off)), Verdict::explained);
    LatticeCase c = passed_over(off);
    c.arithmetic = Arithmetic::bf16;
    EXPECT_EQ(judge(c).verdict, off > 1.0 / 64 ? RunVerdict::degraded : RunVerdict::conforms);
  }
}

TEST(LatticeJudge, ADecoderThatRoundsIsExplained) {
  LatticeCase c = one_block({32, 31, 1}, doubled({64, 62, 2}));
  c.q = 64;
  const Block<Code> code = reference::voronoi_code(doubled({64, 62, 2}), c.q);
  c.codes.assign(code.begin(), code.end());
  c.decoded = {32, 31, 1, 0, 0, 0, 0, 0};
  EXPECT_EQ(of(c), Verdict::exact);
  c.decoded = {-32, -33, 1, 0, 0, 0, 0, 0};  // in the class, 1/64 beyond the 64-fold cell
  EXPECT_EQ(of(c), Verdict::wrong);
  EXPECT_EQ(in(Arithmetic::fp32, c), Verdict::wrong);
  EXPECT_EQ(in(Arithmetic::bf16, c), Verdict::explained);
  c.decoded = {-32, 95, 1, 0, 0, 0, 0, 0};  // in the class as well
  EXPECT_EQ(in(Arithmetic::bf16, c), Verdict::wrong);
  c.decoded = {33, 32, 1, 0, 0, 0, 0, 0};
  EXPECT_EQ(in(Arithmetic::bf16, c), Verdict::wrong);
}

TEST(LatticeJudge, OfATailOnlyTheColumnsAreCompared) {
  LatticeCase c = one_block({0.9, 1.1, 0.1}, doubled({2, 2}));
  c.cols = 3;
  c.values.resize(3);
  c.decoded = {1, 1, 0};
  EXPECT_EQ(of(c), Verdict::exact);
  EXPECT_DOUBLE_EQ(*judge(c).squared_error, (0.01 + 0.01 + 0.01) / 3);
  c.decoded = {1, 1, 1};
  EXPECT_EQ(of(c), Verdict::wrong);
}

TEST(LatticeJudge, TheLossOfADeepHoleIsTheBound) {
  LatticeCase c = one_block({3}, origin, {3.0});
  LatticeJudgement j = judge(c);
  EXPECT_EQ(j.loss->middle(), 9.0);
  EXPECT_EQ(j.bound->middle(), 9.0);
  EXPECT_EQ(j.ratio->middle(), 1.0);
  EXPECT_EQ(j.overloaded, 0);
  c.decoded = {0.5, 0, 0, 0, 0, 0, 0, 0};  // the loss is that of the decoded values, right or wrong
  EXPECT_EQ(judge(c).loss->middle(), 6.25);
  j = judge(one_block({0x1p600}, origin, {0x1p600}));
  EXPECT_FALSE(j.loss);  // beyond double
  EXPECT_FALSE(j.bound);
  EXPECT_EQ(j.ratio->middle(), 1.0);
}

TEST(E8Judge, JudgesPoints) {
  E8Case c;
  c.points = 5;
  c.values = {0.2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0,   0,   0,   0,   0.9, 0.9, 0,   0,
              0,   0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6};
  c.nearest = {0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0,  0,  0,  0,  0,  0,  0,  0,
               0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0,  .5, .5, .5, .5, .5, .5, .5, .5};
  c.arithmetic = Arithmetic::exact;
  const LatticeJudgement j = judge(c);
  EXPECT_EQ(j.blocks, (std::vector<Verdict>{Verdict::exact, Verdict::tie, Verdict::wrong, Verdict::wrong,
                                            Verdict::exact}));
  EXPECT_EQ(j.verdict, RunVerdict::fails);
  EXPECT_EQ(j.wrong_codes, 1);    // its point is not the nearest
  EXPECT_EQ(j.wrong_decoded, 1);  // its sum is odd, so it is not in E8
  ASSERT_TRUE(j.first_wrong && j.first_wrong->expected_point);
  EXPECT_EQ(j.first_wrong->place, (BlockPlace{2, 0}));
  EXPECT_EQ(*j.first_wrong->expected_point, (Block<double>{1, 1}));
  EXPECT_DOUBLE_EQ(j.loss->middle(), 0.04 + 1 + 2 * 0.81 + 0 + 8 * 0.01);
  EXPECT_EQ(j.bound->middle(), 5.0);
}

}  // namespace
}  // namespace quantcheck::test
