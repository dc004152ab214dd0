#include <quantcheck/proofs_check/ledger/identity.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/reference/error.h>

namespace quantcheck::check::ledger {

using reference::Integer;
using reference::Matrix;
using reference::PrimeField;

namespace {

constexpr double wanted_log2_failure = -100;

double log2_failure_of_round(const PolynomialBound& bound) {
  const double primes = 0.6 * std::exp2(60) / (60 * std::log(2.0));
  return std::log2(bound.height_bits / 60 / primes + bound.degree / std::exp2(60));
}

CaseResult evaluate(const Identity& identity, Index n, std::mt19937_64& random) {
  const std::uint64_t prime = random_prime(random);
  const PrimeField::Modulus modulus(prime);
  FieldDraw draw(random, prime);
  CaseResult result = cannot_tell();
  try {
    result = identity.check(n, draw);
  } catch (const Error& error) {
    result = refuted(std::string("a denominator vanishes: ") + error.what());
  }
  if (result.standing == Standing::refuted)
    result.words = "n = " + std::to_string(n) + ", at a random point modulo " + std::to_string(prime) + ": " +
                   result.words + "\n";
  return result;
}

}  // namespace

// From version 6.2 on, GMP's test begins with the test of Baillie, Pomerance, Selfridge and Wagstaff, which
// has no exceptions below 2^64.
std::uint64_t random_prime(std::mt19937_64& random) {
  for (;;) {
    const std::uint64_t candidate = (random() >> 4) | (std::uint64_t{1} << 60) | 1U;
    const Integer integer(candidate);
    if (mpz_probab_prime_p(integer.backend().data(), 25) != 0) return candidate;
  }
}

Code FieldDraw::code() {
  for (;;) {
    const std::uint64_t value = random_() >> 3;  // below 2^61
    if (value < prime_) return static_cast<Code>(value);
  }
}

Matrix<PrimeField> FieldDraw::matrix(Index rows, Index cols) {
  Matrix<PrimeField> result(rows, cols);
  for (PrimeField& entry : result.reshaped()) entry = number();
  return result;
}

Index FieldDraw::between(Index first, Index last) {
  return first + static_cast<Index>(random_() % static_cast<std::uint64_t>(last - first + 1));
}

Outcome prove(const std::string& id, const Identity& identity, const Effort& effort,
              const Progress& progress) {
  std::mt19937_64 random = generator_of(effort.seed, id);
  Outcome outcome;
  double log2_failure = -HUGE_VAL;
  for (Index n = 1; n <= largest_proved_n; ++n) {
    if (progress) progress(id.c_str(), n - 1, largest_proved_n);
    const double each = log2_failure_of_round(identity.bound(n));
    const double rounds = std::floor(wanted_log2_failure / each) + 1;
    for (double round = 0; round < rounds; ++round) {
      CaseResult result = evaluate(identity, n, random);
      ++outcome.cases;
      if (result.standing == Standing::holds) continue;
      outcome.standing = result.standing;
      outcome.counterexample = std::move(result.words);
      return outcome;
    }
    log2_failure = std::max(log2_failure, each * rounds);
  }
  outcome.standing = Standing::holds;
  outcome.log2_failure = log2_failure;
  outcome.largest_n = largest_proved_n;
  outcome.evidence =
      "were it false for one of these n, a random seed would let it pass with probability below 2^" +
      std::to_string(static_cast<int>(std::ceil(log2_failure)));
  return outcome;
}

Claim proved(Claim claim, Identity identity, Identity variant) {
  const auto run_of = [&](Identity checked) {
    return [id = claim.id, checked = std::move(checked)](const Effort& effort, const Progress& progress) {
      return prove(id, checked, effort, progress);
    };
  };
  claim.method = Method::proved_for_n;
  claim.run = run_of(std::move(identity));
  claim.run_variant = run_of(std::move(variant));
  return claim;
}

}  // namespace quantcheck::check::ledger
