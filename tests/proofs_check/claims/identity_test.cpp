// The proofs by identity testing: what they accept, what they refute, and what they say of their own failure.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include <quantcheck/proofs_check/claims/identity.h>

namespace quantcheck::test {
namespace {

using check::CaseResult;
using check::FieldDraw;
using check::Identity;
using check::largest_proved_n;
using check::Outcome;
using check::PolynomialBound;
using check::Standing;
using reference::PrimeField;

Outcome outcome_of(std::function<CaseResult(Index, FieldDraw&)> check, PolynomialBound bound = {2, 1}) {
  return check::prove("test", {std::move(check), [bound](Index) { return bound; }}, {check::parse_seed("1")},
                      {});
}

CaseResult equal(const PrimeField& a, const PrimeField& b) {
  return a == b ? check::holds() : check::refuted("different");
}

TEST(IdentityTesting, accepts_an_identity) {
  const Outcome outcome = outcome_of([](Index, FieldDraw& draw) {
    const PrimeField a = draw.number();
    const PrimeField b = draw.number();
    return equal((a + b) * (a - b), a * a - b * b);
  });
  EXPECT_EQ(outcome.standing, Standing::holds);
  EXPECT_GE(outcome.cases, 2 * largest_proved_n);
}

TEST(IdentityTesting, refutes_what_is_false_for_one_n_only) {
  const Outcome outcome = outcome_of([](Index n, FieldDraw& draw) {
    const PrimeField a = draw.number();
    return n == 17 ? equal(a * a, a) : check::holds();
  });
  EXPECT_EQ(outcome.standing, Standing::refuted);
  EXPECT_NE(outcome.counterexample.find("n = 17"), std::string::npos) << outcome.counterexample;
  EXPECT_FALSE(outcome.log2_failure);
}

TEST(IdentityTesting, counts_a_vanishing_denominator_as_a_failure) {
  const Outcome outcome = outcome_of([](Index, FieldDraw& draw) {
    const PrimeField a = draw.number();
    return equal(a / (a - a), a);
  });
  EXPECT_EQ(outcome.standing, Standing::refuted);
  EXPECT_NE(outcome.counterexample.find("denominator"), std::string::npos) << outcome.counterexample;
}

// Enough rounds for 2^-100, however bad a round is; by hand: with degree 2^20 and 2^20 bits of height, a
// round fails with probability at most 2^20 / 60 / (3/5 2^60 / ln 2^60) + 2^20 / 2^60 < 2^-38, so that three
// rounds are needed.
TEST(IdentityTesting, makes_enough_rounds) {
  const auto always = [](Index, FieldDraw&) { return check::holds(); };
  const Outcome crude = outcome_of(always, {std::exp2(20), std::exp2(20)});
  EXPECT_EQ(crude.cases, 3 * largest_proved_n);
  EXPECT_LT(*crude.log2_failure, -3 * 38);
  EXPECT_GT(*crude.log2_failure, -3 * 39);
  const Outcome fine = outcome_of(always, {1, 1});
  EXPECT_EQ(fine.cases, 2 * largest_proved_n);
  EXPECT_LT(*fine.log2_failure, -100);
}

TEST(IdentityTesting, draws_from_fresh_primes_of_61_bits) {
  std::set<std::string> minus_ones;
  outcome_of([&](Index, FieldDraw&) {
    const std::uint64_t prime = (PrimeField(0) - PrimeField(1)).representative() + 1;
    EXPECT_GT(prime, std::uint64_t{1} << 60);
    EXPECT_LT(prime, std::uint64_t{1} << 61);
    for (std::uint64_t divisor = 2; divisor < 1000; ++divisor) EXPECT_NE(prime % divisor, 0U);
    minus_ones.insert(std::to_string(prime));
    return check::holds();
  });
  EXPECT_GE(minus_ones.size(), 2U * largest_proved_n);
}

// Both halves of the field are drawn, and codes stay within it.
TEST(IdentityTesting, draws_from_the_whole_field) {
  Index high = 0;
  Index all = 0;
  outcome_of([&](Index, FieldDraw& draw) {
    const std::uint64_t prime = (PrimeField(0) - PrimeField(1)).representative() + 1;
    for (int k = 0; k < 100; ++k, ++all) {
      const Code code = draw.code();
      EXPECT_GE(code, 0);
      EXPECT_LT(static_cast<std::uint64_t>(code), prime);
      high += static_cast<std::uint64_t>(code) > prime / 2;
    }
    return check::holds();
  });
  EXPECT_GT(high, all * 2 / 5);
  EXPECT_LT(high, all * 3 / 5);
}

}  // namespace
}  // namespace quantcheck::test
