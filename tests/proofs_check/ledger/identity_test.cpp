// The proofs by identity testing: what they accept, what they refute, and the probability of failure that
// they state.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include <quantcheck/proofs_check/ledger/gptq/generic_layer.h>
#include <quantcheck/proofs_check/ledger/identity.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::test {

using namespace check;
using namespace check::ledger;

namespace {

using reference::PrimeField;

Outcome outcome_of(std::function<CaseResult(Index, FieldDraw&)> check, PolynomialBound bound = {2, 1}) {
  return prove("test", {std::move(check), [bound](Index) { return bound; }}, {parse_seed("1")}, {});
}

CaseResult equal(const PrimeField& a, const PrimeField& b) { return a == b ? holds() : refuted("different"); }

TEST(IdentityTesting, AcceptsAnIdentity) {
  const Outcome outcome = outcome_of([](Index, FieldDraw& draw) {
    const PrimeField a = draw.number();
    const PrimeField b = draw.number();
    return equal((a + b) * (a - b), a * a - b * b);
  });
  EXPECT_EQ(outcome.standing, Standing::holds);
  EXPECT_GE(outcome.cases, 2 * largest_proved_n);
}

TEST(IdentityTesting, RefutesWhatIsFalseForOneNOnly) {
  const Outcome outcome = outcome_of([](Index n, FieldDraw& draw) {
    const PrimeField a = draw.number();
    return n == 17 ? equal(a * a, a) : holds();
  });
  EXPECT_EQ(outcome.standing, Standing::refuted);
  EXPECT_NE(outcome.counterexample.find("n = 17"), std::string::npos) << outcome.counterexample;
  EXPECT_FALSE(outcome.log2_failure);
}

TEST(IdentityTesting, CountsAVanishingDenominatorAsAFailure) {
  const Outcome outcome = outcome_of([](Index, FieldDraw& draw) {
    const PrimeField a = draw.number();
    return equal(a / (a - a), a);
  });
  EXPECT_EQ(outcome.standing, Standing::refuted);
  EXPECT_NE(outcome.counterexample.find("denominator"), std::string::npos) << outcome.counterexample;
}

// There are enough rounds for 2^-100, however bad a round is. By hand: with degree 2^20 and 2^20 bits of
// height, a round fails with probability at most 2^20 / 60 / (3/5 2^60 / ln 2^60) + 2^20 / 2^60 < 2^-38, so
// three rounds are needed.
TEST(IdentityTesting, MakesEnoughRounds) {
  const auto always = [](Index, FieldDraw&) { return holds(); };
  const Outcome crude = outcome_of(always, {std::exp2(20), std::exp2(20)});
  EXPECT_EQ(crude.cases, 3 * largest_proved_n);
  EXPECT_LT(*crude.log2_failure, -3 * 38);
  EXPECT_GT(*crude.log2_failure, -3 * 39);
  const Outcome fine = outcome_of(always, {1, 1});
  EXPECT_EQ(fine.cases, 2 * largest_proved_n);
  EXPECT_LT(*fine.log2_failure, -100);
}

TEST(IdentityTesting, DrawsFromFreshPrimesOf61Bits) {
  std::set<std::string> minus_ones;
  outcome_of([&](Index, FieldDraw&) {
    const std::uint64_t prime = (PrimeField(0) - PrimeField(1)).representative() + 1;
    EXPECT_GT(prime, std::uint64_t{1} << 60);
    EXPECT_LT(prime, std::uint64_t{1} << 61);
    for (std::uint64_t divisor = 2; divisor < 1000; ++divisor) EXPECT_NE(prime % divisor, 0U);
    minus_ones.insert(std::to_string(prime));
    return holds();
  });
  EXPECT_GE(minus_ones.size(), 2U * largest_proved_n);
}

// Both halves of the field are drawn, and codes stay within it.
TEST(IdentityTesting, DrawsFromTheWholeField) {
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
    return holds();
  });
  EXPECT_GT(high, all * 2 / 5);
  EXPECT_LT(high, all * 3 / 5);
}

TEST(IdentityTesting, IsUndecidedWhereAPointTellsNothing) {
  const Outcome outcome = outcome_of([](Index, FieldDraw&) { return cannot_tell(); });
  EXPECT_EQ(outcome.standing, Standing::undecided);
  EXPECT_FALSE(outcome.log2_failure);
}

// The first n is the worst: it has three rounds of 2^-38.9, where the others have two of 2^-58.9.
TEST(IdentityTesting, StatesTheFailureOfTheWorstN) {
  const auto bound = [](Index n) {
    return n == 1 ? PolynomialBound{std::exp2(20), std::exp2(20)} : PolynomialBound{1, 1};
  };
  const Outcome outcome =
      prove("test", {[](Index, FieldDraw&) { return holds(); }, bound}, {parse_seed("1")}, {});
  EXPECT_EQ(outcome.cases, 3 + 2 * (largest_proved_n - 1));
  EXPECT_GT(*outcome.log2_failure, -117);
}

TEST(IdentityTesting, DrawsByTheSeedAndTheClaim) {
  const auto drawn = [](const char* seed, const char* id) {
    std::vector<Code> codes;
    const auto draw_one = [&](Index, FieldDraw& draw) {
      codes.push_back(draw.code());
      return holds();
    };
    prove(id, {draw_one, [](Index) { return PolynomialBound{2, 1}; }}, {parse_seed(seed)}, {});
    return codes;
  };
  EXPECT_EQ(drawn("1", "a"), drawn("1", "a"));
  EXPECT_NE(drawn("1", "a"), drawn("2", "a"));
  EXPECT_NE(drawn("1", "a"), drawn("1", "b"));
}

TEST(IdentityTesting, DrawsIntegersBetweenBothEnds) {
  std::set<Index> drawn;
  outcome_of([&](Index, FieldDraw& draw) {
    drawn.insert(draw.between(3, 5));
    EXPECT_EQ(draw.between(2, 2), 2);
    return holds();
  });
  EXPECT_EQ(drawn, (std::set<Index>{3, 4, 5}));
}

// No entry of a generic layer has a special value.
TEST(IdentityTesting, LayersAreGeneric) {
  std::mt19937_64 random(1);
  const std::uint64_t prime = random_prime(random);
  const PrimeField::Modulus modulus(prime);
  FieldDraw draw(random, prime);
  for (const bool on_activations : {false, true}) {
    const LayerOf<PrimeField> layer = generic_layer(8, on_activations, draw);
    std::set<std::uint64_t> seen;
    for (const PrimeField& x : layer.weight.reshaped()) seen.insert(x.representative());
    for (const PrimeField& x : layer.grid.scale) seen.insert(x.representative());
    for (const Code zero : layer.grid.zero) seen.insert(static_cast<std::uint64_t>(zero));
    for (Index i = 0; i < 8; ++i)
      for (Index j = 0; j <= i; ++j) seen.insert(layer.hessian(i, j).representative());
    EXPECT_EQ(seen.size(), 8U + 8U + 8U + 36U);
    EXPECT_EQ(seen.count(0), 0U);
    EXPECT_EQ(layer.hessian, layer.hessian.transpose());
    if (on_activations) {
      EXPECT_EQ(reference::Matrix<PrimeField>(layer.basis.transpose() * layer.basis), layer.hessian);
      EXPECT_NE(layer.basis(8, 0), PrimeField(0));
    }
  }
}

}  // namespace
}  // namespace quantcheck::test
