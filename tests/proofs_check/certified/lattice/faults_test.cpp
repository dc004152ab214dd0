// Faults planted in float32 LDLQ of more columns than rationals reach.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include <quantcheck/proofs_check/diagnose/lattice/cause.h>
#include <quantcheck/proofs_check/diff/difference.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/tests/support/float_nestquant.h>

namespace quantcheck::test {
namespace {

using check::LatticeCase;
using check::LatticeJudgement;
using check::RunVerdict;

const NestedShape wide{.rows = 8, .cols = 512};

TEST(LargeLattice, TheSoundQuantizerConforms) {
  for (const BlockOrder order : {BlockOrder::first, BlockOrder::last})
    for (const bool first : {false, true}) {
      NestedShape shape = wide;
      shape.first = first;
      for (const double damping : {0.1, 0.01}) {
        const LatticeJudgement j = check::judge(ldlq_case(shape, order, 3, LdlqFault::none, damping));
        EXPECT_EQ(j.verdict, RunVerdict::conforms)
            << j.wrong << " wrong, " << j.undecided << " undecided, " << damping;
      }
    }
}

TEST(LargeLattice, FaultsOfTheSweepAreFoundAndNamed) {
  struct Expected {
    LdlqFault fault;
    const char* cause;
  };
  for (const auto& [fault, cause] : {Expected{LdlqFault::no_feedback, "no-feedback"},
                                     {LdlqFault::other_block_order, "block-order"},
                                     {LdlqFault::update_sign_flipped, ""},
                                     {LdlqFault::last_error_dropped, ""}}) {
    const LatticeCase c = ldlq_case(wide, BlockOrder::first, 4, fault);
    const LatticeJudgement j = check::judge(c);
    EXPECT_EQ(j.verdict, RunVerdict::fails);
    EXPECT_EQ(j.undecided, 0);
    const auto found = check::diagnose(c, j);
    EXPECT_EQ(found ? found->id : "", cause);
  }
}

// One fault in one place each, of which the place is told.
TEST(LargeLattice, FaultsOfOneBlockAreFound) {
  const LatticeCase sound = ldlq_case(wide, BlockOrder::last, 5);
  ASSERT_EQ(check::judge(sound).verdict, RunVerdict::conforms);
  const auto expect_found = [&](const check::BlockPlace& place,
                                const std::function<void(LatticeCase&, Index)>& plant) {
    LatticeCase c = sound;
    plant(c, place.row * c.blocks() + place.block);
    const LatticeJudgement j = check::judge(c);
    EXPECT_EQ(j.verdict, RunVerdict::fails);
    ASSERT_TRUE(j.first_wrong);
    EXPECT_EQ(j.first_wrong->place, place);
    EXPECT_EQ(j.first_wrong->step, sound.step_of(place.block));
  };
  for (const check::BlockPlace& place : {check::BlockPlace{0, 0}, {7, 63}, {3, 40}}) {
    expect_found(place, [](LatticeCase& c, Index k) { c.codes[8 * k + 3] = (c.codes[8 * k + 3] + 1) % c.q; });
    expect_found(place, [](LatticeCase& c, Index k) { c.beta_index[k] = (c.beta_index[k] + 1) % 4; });
    expect_found(place, [](LatticeCase& c, Index k) { c.decoded[8 * k + 5] *= 1 + 0x1p-20; });
    expect_found(place, [](LatticeCase& c, Index k) { std::reverse(&c.codes[8 * k], &c.codes[8 * k + 8]); });
  }
}

TEST(LargeLattice, ResultsThatPartAreToldApart) {
  const LatticeCase right = ldlq_case(wide, BlockOrder::first, 9);
  LatticeCase wrong = right;
  const Index k = 5 * wrong.blocks() + 17;
  wrong.codes[8 * k + 2] = (wrong.codes[8 * k + 2] + 1) % wrong.q;
  const check::Difference found = check::compare(right, wrong);
  EXPECT_EQ(found.outcome(), check::DiffOutcome::b_fails);
  ASSERT_EQ(found.partings.size(), 1U);
  EXPECT_EQ(found.partings[0].row, 5);
  EXPECT_EQ(found.partings[0].step, 17);
}

TEST(LargeLattice, CodesWithoutDecodedValuesAreJudgedAlike) {
  for (const int q : {3, 14}) {
    NestedShape shape = wide;
    shape.q = q;
    if (q == 3) shape.bhat = {1.5F, 2.0F, 3.0F, 5.0F};
    LatticeCase c = ldlq_case(shape, BlockOrder::first, 6);
    const LatticeJudgement with = check::judge(c);
    c.decoded.clear();
    const LatticeJudgement without = check::judge(c);
    EXPECT_EQ(with.verdict, RunVerdict::conforms);
    EXPECT_EQ(without.wrong, 0);
    // What a block stands for that overloads is told by its decoded values alone.
    if (with.overloaded > 0) continue;
    EXPECT_NEAR(*without.squared_error, *with.squared_error, 1e-6 * *with.squared_error);
  }
}

TEST(LargeLattice, TheFirstBlocksAreJudgedWithoutAFactor) {
  LatticeCase c = ldlq_case(wide, BlockOrder::first, 7);
  for (double& entry : c.hessian) entry = 1;  // of rank 1
  const std::vector<Index> betas = c.beta_index;
  c.beta_index[0] = (c.beta_index[0] + 1) % 4;
  const LatticeJudgement j = check::judge(c);
  EXPECT_EQ(j.verdict, RunVerdict::fails);
  EXPECT_EQ(j.wrong, 1);
  EXPECT_EQ(j.undecided, c.rows * (c.blocks() - 1));
  c.beta_index = betas;
  EXPECT_EQ(check::judge(c).verdict, RunVerdict::undecided);
}

TEST(LargeLattice, MoreDigitsOfTheLossAreCertified) {
  const LatticeCase c = ldlq_case(wide, BlockOrder::first, 8);
  for (const int digits : {6, 12}) {
    const LatticeJudgement j = check::judge(c, {}, {.digits = digits});
    EXPECT_GE(check::certain_digits(*j.loss, 16), digits - 1);
    EXPECT_LE(j.loss->high - j.loss->low, std::pow(10.0, -digits) * j.loss->high);
  }
}

}  // namespace
}  // namespace quantcheck::test
