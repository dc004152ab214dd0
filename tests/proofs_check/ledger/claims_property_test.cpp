// Each sampled claim of the ledger as a property: RapidCheck draws the problems and shrinks them.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <regex>
#include <set>

#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>
#include <quantcheck/proofs_check/ledger/ledger.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {

using namespace check;
using namespace check::ledger;

namespace {

std::vector<std::string> sampled_claims() {
  std::vector<std::string> ids;
  for (const Claim& claim : all_claims())
    if (claim.sampling.index() > 0) ids.push_back(claim.id);
  return ids;
}

class Property : public testing::TestWithParam<std::string> {};

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  return std::regex_replace(info.param, std::regex("[^a-z0-9]"), "_");
}

INSTANTIATE_TEST_SUITE_P(Claims, Property, testing::ValuesIn(sampled_claims()), test_name);

template <class Subject>
void check_property(const Sampling<Subject>& sampling) {
  const Subject subject = *problems(sampling.limits);
  const CaseResult result = check_case(sampling.check, subject, *seeds());
  if (result.standing == Standing::refuted) RC_FAIL(result.words);
}
void check_property(std::monostate) { RC_FAIL("not sampled"); }

TEST_P(Property, Holds) {
  const AnySampling& sampling = find_claims(GetParam()).front()->sampling;
  EXPECT_TRUE(
      rc::check(GetParam(), [&] { std::visit([](const auto& any) { check_property(any); }, sampling); }));
}

const Sampling<Problem>& sampling_of(const std::string& id) {
  return std::get<Sampling<Problem>>(find_claims(id).front()->sampling);
}

class PropertyByRow : public Property {};

// The other claims look at one row only, or their variants are refuted by the Hessian, and so in every row.
INSTANTIATE_TEST_SUITE_P(Claims, PropertyByRow,
                         testing::Values("cvp/gptq-loss", "equal/nearest-plane", "equal/obq", "equal/babai",
                                         "equal/any-grid", "bound/absolute", "bound/attained",
                                         "bound/relative", "bound/any-grid", "bound/any-grid-relative",
                                         "damping/chain", "order/floor", "box/criterion", "box/any-grid",
                                         "lll/nearest-plane", "gptaq/residual", "gptaq/criterion",
                                         "gptaq/one-block", "nestquant/block-loss", "nestquant/scalar",
                                         "nestquant/worst"),
                         test_name);

// Where the refutation names a row, it is found in the last row too.
TEST_P(PropertyByRow, LooksAtEveryRow) {
  const Sampling<Problem>& sampling = sampling_of(GetParam());
  Limits limits = sampling.limits;
  limits.out = 2;
  bool in_first = false;
  bool in_second = false;
  for (std::uint64_t seed = 0; seed < 2000 && !in_second; ++seed) {
    const Problem problem = random_problem(seed, limits);
    if (problem.out() != 2) continue;
    const CaseResult result = check_case(sampling.check_variant, problem, seed);
    in_first = in_first || result.words.starts_with("row 0");
    in_second = result.words.starts_with("row 1");
  }
  EXPECT_EQ(in_first || in_second, in_second);
}

bool refutes(const CaseCheck& check, const Problem& p, std::uint64_t seed) {
  return check_case(check, p, seed).standing == Standing::refuted;
}

// Both the clipped codes and those without clipping are compared. With a single code, only the latter can
// differ.
TEST(PropertyOf, EqualitiesComparesClippedAndUnclippedCodes) {
  for (const Claim* claim : find_claims("equal")) {
    const auto* sampling = std::get_if<Sampling<Problem>>(&claim->sampling);
    if (sampling == nullptr) continue;
    const CaseCheck& variant = sampling->check_variant;
    bool clipped = false;
    bool unclipped = false;
    for (std::uint64_t seed = 0; seed < 2000 && !(clipped && unclipped); ++seed) {
      Problem p = random_problem(seed, sampling->limits);
      const bool refuted_in_range = refutes(variant, p, seed);
      p.grid.range = {};
      clipped = clipped || (refuted_in_range && !refutes(variant, p, seed));
      p.grid.range = {0, 0};
      unclipped = unclipped || refutes(variant, p, seed);
    }
    EXPECT_TRUE(clipped) << claim->id;
    EXPECT_TRUE(unclipped) << claim->id;
  }
}

// Of two columns only the second has a target that depends on the other.
TEST(PropertyOf, EqualitiesComparesTheLastStep) {
  Sampling<Problem> sampling = sampling_of("equal/nearest-plane");
  sampling.limits.in = 2;
  Claim claim;
  claim.id = "test/a";
  const auto outcome = sampled(claim, sampling).run_variant({parse_seed("1"), 1000}, {});
  EXPECT_EQ(outcome.standing, Standing::refuted);
}

// Beyond the claim's own limits the enumeration is sometimes given up.
TEST(PropertyOf, TheRelativeBoundTellsNothingWithoutTheOptimum) {
  const CaseCheck& check = sampling_of("bound/relative").check;
  Index skipped = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed)
    skipped +=
        check_case(check, random_problem(seed, {.in = 9, .out = 1}), seed).standing == Standing::undecided;
  EXPECT_GT(skipped, 0);
}

TEST(PropertyOf, TheGridMeanTakesSeveralNumbersOfPoints) {
  const Sampling<Problem>& sampling = sampling_of("mean/grid");
  std::set<std::string> points;
  for (std::uint64_t seed = 0; seed < 200; ++seed)
    points.insert(
        check_case(sampling.check_variant, random_problem(seed, sampling.limits), seed).words.substr(0, 5));
  EXPECT_GE(points.size(), 4U);  // "", "N = 1" and more
}

// The variant is wrong for the directions, the pivots, R and U alike.
TEST(PropertyOf, TheSharedOrderLooksAtAllFactors) {
  const Sampling<Problem>& sampling = sampling_of("order/shared");
  std::string words;
  for (std::uint64_t seed = 0; seed < 200; ++seed)
    words += check_case(sampling.check_variant, random_problem(seed, sampling.limits), seed).words;
  for (const char* part : {"directions", "pivots", "R ", "U "})
    EXPECT_NE(words.find(part), std::string::npos) << part;
}

TEST(PropertyOf, RandomCodesIsFromMinus9To9) {
  Dice dice(1);
  const Problem p = random_problem(1);
  std::set<Code> drawn;
  for (int k = 0; k < 1000; ++k) {
    const reference::Codes codes = random_codes(p, dice);
    drawn.insert(codes.data(), codes.data() + codes.size());
  }
  EXPECT_EQ(drawn.size(), 19U);
  EXPECT_EQ(*drawn.begin(), -9);
}

}  // namespace
}  // namespace quantcheck::test
