// The report on claims that do not hold, of which the ledger has none.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <quantcheck/proofs_check/report/claims.h>

namespace quantcheck::test {
namespace {

using namespace check;
using namespace check::ledger;

struct Example {
  Claim claim;
  Entry entry{&claim, {}, {}};

  Example(Standing standing, Standing variant) {
    claim.id = "test/a";
    claim.statement = "One is two.";
    claim.source = "nowhere";
    claim.variant = "one is three";
    entry.outcome.standing = standing;
    entry.outcome.cases = 7;
    entry.outcome.skipped = 3;
    if (standing == Standing::refuted) entry.outcome.counterexample = "1 < 2\n";
    entry.variant.standing = variant;
    entry.variant.cases = 11;
    if (variant == Standing::refuted) entry.variant.counterexample = "1 < 3\n";
  }
  Example(const Example&) = delete;
  Example& operator=(const Example&) = delete;
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

TEST(ClaimsReport, ShowsWhatRefutesAClaim) {
  const Example refuted(Standing::refuted, Standing::refuted);
  const std::string text = claim_text(refuted.entry, false);
  EXPECT_EQ(text.find("REFUTED "), 0U) << text;
  EXPECT_TRUE(has(text, "7 cases (3 more were too hard to tell)")) << text;
  EXPECT_TRUE(has(text, "           counterexample: 1 < 2\n")) << text;
  EXPECT_FALSE(has(text, "1 < 3")) << text;
  EXPECT_FALSE(has(text, "one is three")) << text;
  EXPECT_TRUE(has(claim_text(refuted.entry, true), "           refuted by: 1 < 3\n"));
}

TEST(ClaimsReport, ShowsACheckThatCannotFailAsUndecided) {
  const Example vacuous(Standing::holds, Standing::holds);
  const std::string text = claim_text(vacuous.entry, false);
  EXPECT_EQ(text.find("undecided "), 0U) << text;
  EXPECT_TRUE(has(text, "NOT refuted in 11 cases")) << text;
}

TEST(ClaimsReport, HasTheSameInJson) {
  const Effort effort{parse_seed("5"), 10};
  const Example refuted(Standing::refuted, Standing::refuted);
  const auto json = nlohmann::json::parse(claim_json(refuted.entry, effort));
  EXPECT_EQ(json["result"], "refuted");
  EXPECT_EQ(json["claim"]["cases"], 7);
  EXPECT_EQ(json["claim"]["skipped"], 3);
  EXPECT_EQ(json["claim"]["counterexample"], "1 < 2\n");
  EXPECT_EQ(json["false_variant"]["cases"], 11);
  EXPECT_EQ(json["false_variant"]["counterexample"], "1 < 3\n");

  const Example vacuous(Standing::holds, Standing::holds);
  const auto other = nlohmann::json::parse(claim_json(vacuous.entry, effort));
  EXPECT_EQ(other["result"], "undecided");
  EXPECT_EQ(other["claim"]["result"], "holds");
  EXPECT_EQ(other["false_variant"]["result"], "holds");
  EXPECT_TRUE(other["false_variant"]["counterexample"].is_null());
}

TEST(ClaimsReport, CallsNoRefutedClaimProved) {
  Example refuted(Standing::refuted, Standing::refuted);
  refuted.claim.method = Method::proved_for_n;
  EXPECT_TRUE(has(claim_text(refuted.entry, false), "identity testing, 7 random points"));
  Example not_found(Standing::undecided, Standing::undecided);
  not_found.claim.method = Method::by_example;
  EXPECT_TRUE(has(claim_text(not_found.entry, false), "by example, not found in case 1 .. 7"));
}

TEST(ClaimsReport, SumsUp) {
  const Example holds(Standing::holds, Standing::refuted);
  const Example refuted(Standing::refuted, Standing::refuted);
  const Example vacuous(Standing::holds, Standing::holds);
  const Effort effort{parse_seed("5"), 10};
  const std::string text = claims_summary({holds.entry, refuted.entry, vacuous.entry}, effort);
  EXPECT_TRUE(has(text, "1 of 3 claims hold (seed 0x5).\nRefuted: test/a\nUndecided: test/a (")) << text;
  EXPECT_TRUE(has(claims_summary({holds.entry, holds.entry}, effort), "All 2 claims hold"));
  EXPECT_TRUE(has(claims_summary({holds.entry}, effort), "The claim holds"));
}

}  // namespace
}  // namespace quantcheck::test
