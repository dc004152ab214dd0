// Every sampled claim of the ledger as a property: RapidCheck draws and shrinks.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <regex>

#include <quantcheck/proofs_check/claims/ledger.h>
#include <quantcheck/proofs_check/claims/sampled.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {
namespace {

using check::Claim;
using check::Standing;

std::vector<std::string> sampled_claims() {
  std::vector<std::string> ids;
  for (const Claim& claim : check::ledger())
    if (claim.sampling) ids.push_back(claim.id);
  return ids;
}

class Property : public testing::TestWithParam<std::string> {};

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  return std::regex_replace(info.param, std::regex("[^a-z0-9]"), "_");
}

INSTANTIATE_TEST_SUITE_P(Claims, Property, testing::ValuesIn(sampled_claims()), test_name);

TEST_P(Property, holds) {
  const check::Sampling& sampling = *check::find_claims(GetParam()).front()->sampling;
  EXPECT_TRUE(rc::check(GetParam(), [&] {
    const Problem problem = *problems(sampling.limits);
    const check::CaseResult result = check::check_case(sampling.check, problem, *seeds());
    if (result.standing == Standing::refuted) RC_FAIL(result.words);
  }));
}

}  // namespace
}  // namespace quantcheck::test
