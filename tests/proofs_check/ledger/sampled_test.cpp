// Sampled claims: how problems are searched, made simple and counted.
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::test {

using namespace check;
using namespace check::ledger;

namespace {

using reference::Rational;

Claim named(const char* id) {
  Claim claim;
  claim.id = id;
  return claim;
}

Outcome outcome_of(const CaseCheck& check, const Effort& effort = {parse_seed("1"), 50},
                   const char* id = "test/a", const Limits& limits = {}) {
  return sampled(named(id), {limits, check, check}).run(effort, {});
}

TEST(Sampled, CountsApartWhatCouldNotBeTold) {
  int asked = 0;
  const Outcome half =
      outcome_of([&](const Problem&, Dice&) { return ++asked % 2 ? holds() : cannot_tell(); });
  EXPECT_EQ(half.standing, Standing::holds);
  EXPECT_EQ(half.cases, 25);
  EXPECT_EQ(half.skipped, 25);
  const Outcome none = outcome_of([](const Problem&, Dice&) { return cannot_tell(); });
  EXPECT_EQ(none.standing, Standing::undecided);
  EXPECT_EQ(none.cases, 0);
  EXPECT_EQ(none.skipped, 50);
}

TEST(Sampled, RefutesWhereTheLibraryThrows) {
  const Outcome outcome =
      outcome_of([](const Problem&, Dice&) -> CaseResult { throw Error("a zero pivot"); });
  EXPECT_EQ(outcome.standing, Standing::refuted);
  EXPECT_EQ(outcome.counterexample.find("a zero pivot"), 0U) << outcome.counterexample;
}

// The claim is refuted from two columns on, and of one column nothing can be told. So two columns are left,
// and the words are those of that problem.
TEST(Sampled, ShowsTheSimplestProblemThatIsRefuted) {
  const Outcome outcome = outcome_of([](const Problem& p, Dice&) {
    return p.in() == 1 ? cannot_tell() : refuted(std::to_string(p.in()) + " columns");
  });
  EXPECT_EQ(outcome.standing, Standing::refuted);
  EXPECT_EQ(outcome.counterexample.find("2 columns"), 0U) << outcome.counterexample;
}

TEST(Sampled, SimplifiesWithTheChoicesThatRefuted) {
  std::set<Index> drawn;
  outcome_of([&](const Problem&, Dice& dice) {
    drawn.insert(dice.between(0, 1000000000));
    return refuted("always");
  });
  EXPECT_EQ(drawn.size(), 1U);
}

std::string problems_of(const char* seed, const char* id) {
  std::ostringstream problems;
  outcome_of(
      [&](const Problem& p, Dice& dice) {
        problems << p << dice.below(1000000000);
        return holds();
      },
      {parse_seed(seed), 5}, id);
  return problems.str();
}

TEST(Sampled, DrawsByTheSeedAndTheClaim) {
  EXPECT_EQ(problems_of("1", "test/a"), problems_of("1", "test/a"));
  EXPECT_NE(problems_of("1", "test/a"), problems_of("2", "test/a"));
  EXPECT_NE(problems_of("1", "test/a"), problems_of("1", "test/b"));
}

TEST(Sampled, KeepsToTheLimitsForTheVariantToo) {
  Index most = 0;
  const auto never = [](const Problem&, Dice&) { return refuted("the other check"); };
  const auto largest = [&](const Problem& p, Dice&) {
    most = std::max(most, p.in());
    EXPECT_EQ(p.out(), 1);
    EXPECT_GT(p.activations.size(), 0);
    return holds();
  };
  const Limits limits{.in = 3, .out = 1, .activations = true};
  const Effort effort{parse_seed("1"), 100};
  EXPECT_EQ(sampled(named("test/a"), {limits, largest, never}).run(effort, {}).standing, Standing::holds);
  EXPECT_EQ(std::exchange(most, 0), 3);
  EXPECT_EQ(sampled(named("test/a"), {limits, never, largest}).run_variant(effort, {}).standing,
            Standing::holds);
  EXPECT_EQ(most, 3);
}

// An error of the library refutes a claim, but it is not an example of it, and it shows nothing about a
// variant.
TEST(Sampled, TakesNoErrorForAnExample) {
  const auto throws = [](const Problem&, Dice&) -> CaseResult { throw Error("a zero pivot"); };
  const Claim claim = sampled(named("test/a"), {{}, throws, throws});
  const Outcome variant = claim.run_variant({parse_seed("1"), 50}, {});
  EXPECT_EQ(variant.standing, Standing::undecided);
  EXPECT_EQ(variant.skipped, 50);
  const Claim example = occurs(named("test/a"), {}, throws, throws);
  EXPECT_EQ(example.run({parse_seed("1"), 50}, {}).standing, Standing::undecided);
}

// A refutation does not become an error on its way to the simplest problem.
TEST(Sampled, SimplifiesARefutationToARefutation) {
  const auto three_columns = [](const Problem& p, Dice&) -> CaseResult {
    if (p.in() < 3) throw Error("too small");
    return p.in() == 3 ? refuted("three") : holds();
  };
  const Outcome outcome =
      sampled(named("test/a"), {{}, three_columns, three_columns}).run_variant({parse_seed("1"), 100}, {});
  EXPECT_EQ(outcome.counterexample.find("three"), 0U) << outcome.counterexample;
}

TEST(Sampled, ShowsTheProblemThatWasChecked) {
  const Outcome outcome = outcome_of([](const Problem& problem, Dice&) {
    Problem p = problem;
    p.weight.setConstant(Rational(12345));
    return refuted("as changed", p);
  });
  EXPECT_NE(outcome.counterexample.find("12345"), std::string::npos) << outcome.counterexample;
}

// Lattice blocks, too, are drawn within the limits, made simple and shown.
TEST(Sampled, LooksAtBlocks) {
  const auto at_most_2 = [](const BlockProblem& p, Dice&) {
    for (const Rational& value : p.x)
      if (value > 2) return refuted("beyond 2");
    return holds();
  };
  const auto have_codes = [](const BlockProblem& p, Dice&) {
    return p.q >= 2 && !p.beta.empty() ? holds() : refuted("no codes");
  };
  const Claim claim = sampled<BlockProblem>(named("test/a"), {{.codes = true}, have_codes, at_most_2});
  EXPECT_EQ(claim.sampling.index(), 2U);
  const Outcome outcome = claim.run({parse_seed("1"), 50}, {});
  EXPECT_EQ(outcome.standing, Standing::holds);
  EXPECT_EQ(outcome.cases, 50);
  EXPECT_EQ(outcome.largest_n, 0);
  const Outcome variant = claim.run_variant({parse_seed("1"), 50}, {});
  EXPECT_EQ(variant.standing, Standing::refuted);
  EXPECT_TRUE(std::regex_match(variant.counterexample,
                               std::regex("beyond 2\n  x =( 0)* (3|5/2)( 0)*\n  q = 2\n  beta = 1\n")))
      << variant.counterexample;
  const Claim example = occurs<BlockProblem>(named("test/a"), {}, at_most_2, have_codes);
  EXPECT_TRUE(std::regex_match(example.run({parse_seed("1"), 50}, {}).example,
                               std::regex("beyond 2\n  x =( 0)* (3|5/2)( 0)*\n")));
}

TEST(Occurs, LooksAtEnoughCasesHoweverFewAreAskedFor) {
  int asked = 0;
  const auto at_last = [&](const Problem&, Dice&) {
    return ++asked < 900 ? holds() : refuted("it happened");
  };
  const auto never = [](const Problem&, Dice&) { return holds(); };
  const Outcome found = occurs(named("test/a"), {}, at_last, never).run({parse_seed("1"), 1}, {});
  EXPECT_EQ(found.standing, Standing::holds);
  EXPECT_EQ(found.cases, 900);
  EXPECT_EQ(found.example.find("it happened"), 0U);
  EXPECT_TRUE(found.counterexample.empty());

  const Claim claim = occurs(named("test/a"), {}, never, never);
  EXPECT_EQ(claim.run({parse_seed("1"), 1}, {}).standing, Standing::undecided);
  EXPECT_EQ(claim.run({parse_seed("1"), 1}, {}).cases, default_cases);
  EXPECT_EQ(claim.run_variant({parse_seed("1"), 10}, {}).standing, Standing::undecided);
}

TEST(Occurs, LooksAtTheSameProblemForTheVariant) {
  const auto two_columns = [](const Problem& p, Dice&) {
    return p.in() == 2 ? refuted("two columns") : holds();
  };
  const auto control = [](const Problem& p, Dice&) { return p.in() == 2 ? holds() : refuted("another"); };
  const Effort effort{parse_seed("1"), 50};
  EXPECT_EQ(occurs(named("test/a"), {}, two_columns, control).run_variant(effort, {}).standing,
            Standing::refuted);
  EXPECT_EQ(occurs(named("test/a"), {}, two_columns, two_columns).run_variant(effort, {}).standing,
            Standing::holds);
}

}  // namespace
}  // namespace quantcheck::test
