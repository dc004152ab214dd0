// The certified judge of LDLQ and the rational one on the same random cases.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/random_ldlq.h>

namespace quantcheck::test {
namespace {

using check::Interval;
using check::LatticeCase;
using check::LatticeJudgement;

bool holds(const std::optional<Interval>& certified, const std::optional<Interval>& sum) {
  return certified.has_value() == sum.has_value() &&
         (!sum || (check::next_below(certified->low) <= sum->middle() &&
                   sum->middle() <= check::next_above(certified->high)));
}

// Targets in pairs and exact ones give an excess to a few digits less than a pair has.
bool is_near(double a, double b) { return std::fabs(a - b) <= 1e-9 * std::fabs(b) + 1e-18; }

void expect_agreement(const LatticeCase& c) {
  const LatticeJudgement expected = check::judge(c, {}, {.budget_times = 1000, .exact = true});
  const LatticeJudgement judgement = check::judge(c, {}, {.budget_times = 1000});
  RC_ASSERT(judgement.blocks == expected.blocks);
  RC_ASSERT(judgement.verdict == expected.verdict);
  RC_ASSERT(judgement.reason == expected.reason);
  RC_ASSERT(judgement.outside == expected.outside);
  RC_ASSERT(judgement.wrong_rows == expected.wrong_rows);
  RC_ASSERT(judgement.wrong_codes == expected.wrong_codes);
  RC_ASSERT(judgement.wrong_decoded == expected.wrong_decoded);
  RC_ASSERT(judgement.wrong_betas == expected.wrong_betas);
  RC_ASSERT(judgement.overloaded == expected.overloaded);
  RC_ASSERT(judgement.passed == expected.passed);
  RC_ASSERT(judgement.squared_error == expected.squared_error);
  RC_ASSERT(is_near(judgement.resolution, expected.resolution));
  RC_ASSERT(is_near(judgement.max_excess, expected.max_excess));
  RC_ASSERT(judgement.first_wrong.has_value() == expected.first_wrong.has_value());
  if (expected.first_wrong) {
    RC_ASSERT(judgement.first_wrong->place == expected.first_wrong->place);
    RC_ASSERT(judgement.first_wrong->step == expected.first_wrong->step);
    RC_ASSERT(judgement.first_wrong->expected->code == expected.first_wrong->expected->code);
    RC_ASSERT(judgement.first_wrong->expected->beta_index == expected.first_wrong->expected->beta_index);
  }
  RC_ASSERT(holds(judgement.loss, expected.loss));
  RC_ASSERT(holds(judgement.bound, expected.bound));
  RC_ASSERT(holds(judgement.ratio, expected.ratio));
}

RC_GTEST_PROP(CertifiedLattice, AgreesWithTheRationalJudge, ()) {
  const Index most = *rc::gen::weightedElement<Index>({{99, 3}, {1, 8}});  // exact arithmetic is slow
  expect_agreement(random_ldlq(*seeds(), {.rows = 2, .blocks = most}));
}

}  // namespace
}  // namespace quantcheck::test
