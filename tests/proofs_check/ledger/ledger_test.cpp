// Every claim of the ledger holds, its false variant is refuted, and what is said of it is true.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <quantcheck/proofs_check/ledger/ledger.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {

using namespace check;
using namespace check::ledger;

namespace {

class Ledger : public testing::TestWithParam<std::string> {
 protected:
  const Claim& claim() const { return *find_claims(GetParam()).front(); }

  static constexpr Index cases = sanitized ? 50 : 200;

  // The entry of the claim. It is examined once, by whichever test asks first.
  const Entry& entry() const {
    static std::map<std::string, Entry> entries;
    auto found = entries.find(GetParam());
    if (found == entries.end())
      found = entries.emplace(GetParam(), examine(claim(), {parse_seed("2"), cases})).first;
    return found->second;
  }
};

std::vector<std::string> ids() {
  std::vector<std::string> ids;
  for (const Claim& claim : all_claims()) ids.push_back(claim.id);
  return ids;
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  return std::regex_replace(info.param, std::regex("[^a-z0-9]"), "_");
}

INSTANTIATE_TEST_SUITE_P(Claims, Ledger, testing::ValuesIn(ids()), test_name);

TEST_P(Ledger, ClaimHoldsAndItsFalseVariantIsRefuted) {
  const Outcome& outcome = entry().outcome;
  EXPECT_EQ(outcome.standing, Standing::holds) << outcome.counterexample;
  EXPECT_GT(outcome.cases, 0);
  EXPECT_LE(outcome.skipped, cases / 10);
  EXPECT_EQ(outcome.example.empty(), claim().method != Method::by_example && claim().id != "order/min-pivot");
  EXPECT_EQ(entry().variant.standing, Standing::refuted) << claim().variant;
  EXPECT_FALSE(entry().variant.counterexample.empty());
  EXPECT_EQ(entry().standing(), Standing::holds);
}

TEST_P(Ledger, SameSeedFindsTheSame) {
  const Effort effort{parse_seed("0x123456789abcdef0123456789abcdef"), 20};
  const Outcome first = claim().run_variant(effort, {});
  const Outcome second = claim().run_variant(effort, {});
  EXPECT_EQ(first.cases, second.cases);
  EXPECT_EQ(first.counterexample, second.counterexample);
}

TEST_P(Ledger, ClaimSaysWhatItIs) {
  EXPECT_TRUE(std::regex_match(claim().id, std::regex("[a-z0-9]+/[a-z0-9-]+"))) << claim().id;
  EXPECT_FALSE(claim().statement.empty());
  EXPECT_FALSE(claim().source.empty());
  EXPECT_FALSE(claim().variant.empty());
  const Outcome& outcome = entry().outcome;
  EXPECT_EQ(outcome.log2_failure.has_value(), claim().method == Method::proved_for_n);
  EXPECT_LT(outcome.log2_failure.value_or(-101), -100);
}

TEST(LedgerOf, ClaimsHasEachIdOnce) {
  std::set<std::string> ids;
  for (const Claim& claim : all_claims()) EXPECT_TRUE(ids.insert(claim.id).second) << claim.id;
}

std::string text_of(const char* page) {
  std::ifstream file(std::string(QUANTCHECK_SOURCE_DIR "/docs/") + page);
  EXPECT_TRUE(file) << page;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// docs/claims.md leads from the papers to the claims. It names every claim, and neither it nor the page of
// the proofs names anything else as a claim. The page of the proofs names all claims of the topics e8 and
// voronoi.
TEST(LedgerOf, ClaimsIsWhatItsPagesName) {
  const std::string table = text_of("claims.md");
  const std::string proofs = text_of("nested-lattices.md");
  std::set<std::string> topics;
  std::set<std::string> ids;
  for (const Claim& claim : all_claims()) {
    ids.insert(claim.id);
    const std::string topic(topic_id(claim));
    topics.insert(topic);
    const std::string quoted = "`" + claim.id + "`";
    EXPECT_NE(table.find(quoted), std::string::npos) << claim.id;
    if (topic == "e8" || topic == "voronoi") {
      EXPECT_NE(proofs.find(quoted), std::string::npos) << claim.id;
    }
  }
  const std::regex quoted("`([a-z0-9]+)/([a-z0-9-]+)`");
  for (const std::string& words : {table, proofs})
    for (std::sregex_iterator it(words.begin(), words.end(), quoted), end; it != end; ++it)
      EXPECT_EQ(topics.contains((*it)[1]), ids.contains((*it)[1].str() + "/" + (*it)[2].str())) << it->str();
}

TEST(LedgerOf, ClaimsIsSearchedByIdAndByTopic) {
  EXPECT_EQ(find_claims("bound/absolute").size(), 1U);
  EXPECT_GT(find_claims("bound").size(), 3U);
  EXPECT_TRUE(find_claims("bound/").empty());
  EXPECT_TRUE(find_claims("").empty());
  std::size_t all = 0;
  for (const Topic& topic : topics()) all += find_claims(topic.id).size();
  EXPECT_EQ(all, all_claims().size());
}

Outcome run_of(const char* id, const char* seed, Index cases) {
  return find_claims(id).front()->run({parse_seed(seed), cases}, {});
}

// Every step is compared: one variant goes wrong at the first, another at the last.
TEST(LedgerOf, ProofsCompareEveryStep) {
  const auto refutation = [](const char* id) {
    return find_claims(id).front()->run_variant({parse_seed("1"), 1}, {}).counterexample;
  };
  const std::string first = refutation("proof/babai");
  EXPECT_EQ(first.find("n = 2, "), 0U) << first;
  EXPECT_NE(first.find(": step 0: "), std::string::npos) << first;
  const std::string last = refutation("proof/nearest-plane");
  EXPECT_EQ(last.find("n = 2, "), 0U) << last;
  EXPECT_NE(last.find(": step 1: "), std::string::npos) << last;
}

// Each n has two rounds, or three where the bounds of docs/claims.md ask for them.
TEST(LedgerOf, ProofsMakeTheRoundsThatTheirBoundsAskFor) {
  EXPECT_EQ(run_of("proof/nearest-plane", "1", 1).cases, 74);
  EXPECT_EQ(run_of("proof/babai", "1", 1).cases, 81);
  EXPECT_EQ(run_of("proof/loss", "1", 1).cases, 75);
}

TEST(LedgerOf, FiniteSetsAreGoneThrough) {
  // There are 27 triples of entries except the two that are singular, 2 orders, 3 roundings and 15^2 weights.
  EXPECT_EQ(run_of("equal/small-layers", "1", 1).cases, 25 * 2 * 3 * 225);
  EXPECT_EQ(run_of("mean/twelfth", "1", 1).cases, 4);  // one more than the degree
  EXPECT_EQ(run_of("voronoi/bijection", "1", 1).cases, 256 + 6561 + 65536);
  // All points of norm at most q, for q = 2, 3, 4: whether the flag tells, and what the reference says.
  EXPECT_EQ(run_of("voronoi/overload", "1", 1).cases, 2 * (2401 + 26641 + 340321));
  // There are two grids, modulo D8. Each point is counted twice: whether it is nearest, and whether it is the
  // right one.
  EXPECT_EQ(run_of("e8/decoder-limit", "1", 1).cases, 2 * 2 * 65536);
  EXPECT_EQ(run_of("e8/tie-rule", "1", 1).cases, 2 * (2 * 2 * 65536));
  EXPECT_EQ(run_of("e8/translations", "1", 1).cases, 8 * (2 * 2 * 65536));
  // Places of the longest residuals of both cosets, signs, parities, and generators.
  EXPECT_EQ(run_of("e8/decoder-fold", "1", 1).cases, 8 * 7 * 256 * 2 * 22);
}

TEST(LedgerOf, MinPivotDrawsByTheSeedAndAsManyAsAsked) {
  const std::string evidence = run_of("order/min-pivot", "1", 30).evidence;
  EXPECT_EQ(evidence, run_of("order/min-pivot", "1", 30).evidence);
  EXPECT_NE(evidence, run_of("order/min-pivot", "2", 30).evidence);
  EXPECT_NE(evidence.find(" of 30 ("), std::string::npos) << evidence;
}

// A single layer shows no tendency, whichever way it goes.
TEST(LedgerOf, MinPivotNeedsConfidence) {
  for (const char* seed : {"1", "2", "3"})
    EXPECT_EQ(run_of("order/min-pivot", seed, 1).standing, Standing::undecided);
}

// The examples show what the claim says occurs.
TEST(LedgerOf, MinPivotShowsGreaterTraces) {
  const std::string traces = run_of("order/min-pivot", "1", 5).example;
  const std::regex both("tr D is ([0-9/]+) = ([0-9.]+) by min-pivot, ([0-9/]+) = ([0-9.]+) by");
  Index examples = 0;
  for (std::sregex_iterator it(traces.begin(), traces.end(), both), end; it != end; ++it, ++examples) {
    EXPECT_NE((*it)[1], (*it)[3]) << traces;
    EXPECT_GE(std::stod((*it)[2]), std::stod((*it)[4])) << traces;
  }
  EXPECT_EQ(examples, 2);
}

Claim with_outcomes(Standing claim, Standing variant) {
  Claim result;
  const auto run_of = [](Standing standing) {
    return [standing](const Effort&, const Progress&) {
      Outcome outcome;
      outcome.standing = standing;
      return outcome;
    };
  };
  result.run = run_of(claim);
  result.run_variant = run_of(variant);
  return result;
}

TEST(LedgerOf, ClaimsIsUndecidedWhereTheVariantWasNotRefuted) {
  const auto standing = [](Standing claim, Standing variant) {
    return examine(with_outcomes(claim, variant), {}).standing();
  };
  EXPECT_EQ(standing(Standing::holds, Standing::refuted), Standing::holds);
  EXPECT_EQ(standing(Standing::holds, Standing::holds), Standing::undecided);
  EXPECT_EQ(standing(Standing::holds, Standing::undecided), Standing::undecided);
  EXPECT_EQ(standing(Standing::refuted, Standing::refuted), Standing::refuted);
  EXPECT_EQ(standing(Standing::refuted, Standing::holds), Standing::refuted);
  EXPECT_EQ(standing(Standing::undecided, Standing::refuted), Standing::undecided);
}

TEST(LedgerOf, ClaimsAsAWholeIsAsTheWorst) {
  const Claim holds = with_outcomes(Standing::holds, Standing::refuted);
  const Claim refuted = with_outcomes(Standing::refuted, Standing::refuted);
  const Claim undecided = with_outcomes(Standing::undecided, Standing::refuted);
  const auto overall = [](std::initializer_list<const Claim*> claims) {
    std::vector<Entry> entries;
    for (const Claim* claim : claims) entries.push_back(examine(*claim, {}));
    return ledger::overall(entries);
  };
  EXPECT_EQ(overall({&holds, &holds}), Standing::holds);
  EXPECT_EQ(overall({&holds, &undecided}), Standing::undecided);
  EXPECT_EQ(overall({&undecided, &refuted, &holds}), Standing::refuted);
}

}  // namespace
}  // namespace quantcheck::test
