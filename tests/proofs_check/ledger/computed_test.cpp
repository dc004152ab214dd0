// Claims that are computed: how their cases are counted, and what is kept of a refutation.
#include <gtest/gtest.h>

#include <quantcheck/proofs_check/ledger/computed.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::test {

using namespace check;
using namespace check::ledger;

namespace {

TEST(Cases, HoldIfThereAreAny) {
  EXPECT_EQ(Cases().outcome("nothing was done").standing, Standing::undecided);
  Cases cases;
  EXPECT_TRUE(cases.expect(true, [] { return "no"; }));
  EXPECT_TRUE(cases.expect(true, [] { return "no"; }));
  const Outcome outcome = std::move(cases).outcome("seen");
  EXPECT_EQ(outcome.standing, Standing::holds);
  EXPECT_EQ(outcome.cases, 2);
  EXPECT_EQ(outcome.evidence, "seen");
  EXPECT_EQ(outcome.counterexample, "");
}

TEST(Cases, EndWithTheFirstThatIsNotSo) {
  Cases cases;
  cases.expect(true, [] { return "no"; });
  EXPECT_FALSE(cases.expect(false, [] { return "the first"; }));
  EXPECT_TRUE(cases.refuted());
  EXPECT_FALSE(cases.expect(false, [] { return "the second"; }));
  EXPECT_FALSE(cases.expect(true, [] { return "no"; }));
  const Outcome outcome = std::move(cases).outcome("seen");
  EXPECT_EQ(outcome.standing, Standing::refuted);
  EXPECT_EQ(outcome.cases, 2);
  EXPECT_EQ(outcome.evidence, "");
  EXPECT_EQ(outcome.counterexample, "the first\n");
}

TEST(Computed, RunsOneCheckForTheClaimAndOneForTheVariant) {
  const auto standing = [](Standing of) {
    return [of] {
      Outcome outcome;
      outcome.standing = of;
      return outcome;
    };
  };
  const Claim claim =
      computed({}, Method::exhaustive, standing(Standing::holds), standing(Standing::refuted));
  EXPECT_EQ(claim.method, Method::exhaustive);
  EXPECT_EQ(claim.run({}, {}).standing, Standing::holds);
  EXPECT_EQ(claim.run_variant({}, {}).standing, Standing::refuted);
  EXPECT_EQ(claim.sampling.index(), 0U);
}

TEST(Computed, IsRefutedByAnErrorButItsVariantIsNot) {
  const auto throws = []() -> Outcome { throw Error("no such point"); };
  const Claim claim = computed({}, Method::exhaustive, throws, throws);
  const Outcome outcome = claim.run({}, {});
  EXPECT_EQ(outcome.standing, Standing::refuted);
  EXPECT_EQ(outcome.counterexample, "no such point\n");
  EXPECT_EQ(claim.run_variant({}, {}).standing, Standing::undecided);
}

}  // namespace
}  // namespace quantcheck::test
