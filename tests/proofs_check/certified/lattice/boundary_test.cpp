// Blocks of LDLQ on the boundaries of their cells and next to them, in layers that only the certified judge
// reaches.
#include <gtest/gtest.h>

#include <quantcheck/proofs_check/judge/lattice/certified_ldlq.h>
#include <quantcheck/tests/proofs_check/certified/known_shapes.h>
#include <quantcheck/tests/support/known_ldlq.h>

namespace quantcheck::test {
namespace {

using check::LatticeJudgement;
using check::RunVerdict;
using check::Verdict;

void expect_known(const LatticeJudgement& j, const KnownLdlq& known) {
  EXPECT_EQ(j.wrong, known.wrong);
  EXPECT_EQ(j.undecided, 0);
  for (std::size_t k = 0; k < known.blocks.size(); ++k)
    ASSERT_EQ(j.blocks[k], known.blocks[k])
        << "row " << k / known.c.blocks() << ", block " << k % known.c.blocks();
}

TEST(LatticeBoundary, EveryBlockIsOnItsSide) {
  for (const Index cols : {64, 512, 1024})
    for (const BlockOrder order : {BlockOrder::first, BlockOrder::last}) {
      const KnownLdlq known =
          known_ldlq({.cols = cols, .distances = both_sides(all_exponents), .block_order = order}, 3);
      SCOPED_TRACE(cols);
      const LatticeJudgement j = check::judge(known.c);
      expect_known(j, known);
      EXPECT_EQ(j.verdict, known.wrong > 0 ? RunVerdict::fails : RunVerdict::conforms);
      if (cols <= 64) expect_known(check::judge(known.c, {}, {.budget_times = 100, .exact = true}), known);
    }
}

TEST(LatticeBoundary, WhatLiesClearlyBesideItIsToldInDouble) {
  const KnownLdlq known = known_ldlq({.distances = {{14, true}, {14, false}, {16, true}, {16, false}}}, 4);
  const check::CertifiedLdlq certified = check::judge_ldlq_certified(known.c, {}, {});
  expect_known(*certified.judgement, known);
  EXPECT_EQ(certified.judged, check::JudgedFrom({known.c.rows * known.c.blocks(), 0, 0}));
}

TEST(LatticeBoundary, WhatDoubleDoesNotTellIsToldInPairs) {
  const KnownLdlq known = known_ldlq({.distances = {{0, false}, {58, true}, {58, false}, {61, true}}}, 5);
  const check::CertifiedLdlq certified = check::judge_ldlq_certified(known.c, {}, {});
  expect_known(*certified.judgement, known);
  EXPECT_EQ(certified.judged.in_pairs, known.c.rows * known.c.blocks() / 8);
  EXPECT_EQ(certified.judged.by_products, 0);
}

TEST(LatticeBoundary, WhatPairsDoNotTellIsToldByExactProducts) {
  const KnownLdlq known = known_ldlq({.rows = 2, .distances = {{60, true, 110}, {60, false, 110}}}, 6);
  const check::CertifiedLdlq certified = check::judge_ldlq_certified(known.c, {}, {});
  EXPECT_GT(known.wrong, 0);
  expect_known(*certified.judgement, known);
  EXPECT_EQ(certified.judged.by_products, known.c.rows * known.c.blocks() / 8);
}

TEST(LatticeBoundary, BudgetsEnd) {
  const KnownLdlq known = known_ldlq({.distances = {{58, true}}}, 5);
  const LatticeJudgement j = check::judge(known.c, {}, {.budget_times = 1e-6});
  EXPECT_EQ(j.verdict, RunVerdict::undecided);
  EXPECT_EQ(j.undecided, known.wrong);
  EXPECT_EQ(j.advice.substr(0, 21), "allow more: --budget ");
}

}  // namespace
}  // namespace quantcheck::test
