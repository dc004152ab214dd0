// Proofs that two rational functions are one, by evaluating both at random points of random prime fields.
#pragma once

#include <functional>
#include <random>

#include <quantcheck/proofs_check/ledger/claim.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/prime_field.h>

namespace quantcheck::check::ledger {

/// Uniform among the primes between 2^60 and 2^61.
std::uint64_t random_prime(std::mt19937_64& random);

/// Uniform choices modulo the prime that is in force.
class FieldDraw {
 public:
  FieldDraw(std::mt19937_64& random, std::uint64_t prime) : random_(random), prime_(prime) {}

  Code code();  // 0 .. prime - 1
  reference::PrimeField number() { return reference::PrimeField(code()); }
  reference::Matrix<reference::PrimeField> matrix(Index rows, Index cols);
  Index between(Index first, Index last);

 private:
  std::mt19937_64& random_;
  std::uint64_t prime_;
};

/// What is known of the polynomials that have to vanish: the differences of the two functions, multiplied by
/// their denominators. They have integer coefficients.
struct PolynomialBound {
  double degree = 0;       // total
  double height_bits = 0;  // log2 of the largest coefficient
};

struct Identity {
  std::function<CaseResult(Index n, FieldDraw&)> check;  // at one point
  std::function<PolynomialBound(Index n)> bound;
};

/// The n of every identity are 1 .. this.
inline constexpr Index largest_proved_n = 32;

/// Each n gets so many rounds that a statement false for that n would pass with a probability below 2^-100.
/// One round: a prime p, uniform among those between 2^60 and 2^61, and a point, uniform in F_p^m. A
/// polynomial that is not 0 still is not modulo p, unless p divides a certain nonzero coefficient, which at
/// most height_bits / 60 such primes do, of more than 3/5 2^60 / ln 2^60 (J. B. Rosser, L. Schoenfeld,
/// Illinois J. Math. 6 (1962), 64-94, Corollary 3); and it vanishes at the point with probability at most
/// degree / p (J. T. Schwartz, J. ACM 27 (1980), 701-717, Lemma 1). A denominator that vanishes refutes: it
/// is not drawn again.
Outcome prove(const std::string& id, const Identity& identity, const Effort& effort,
              const Progress& progress);

/// The claim with its runs.
Claim proved(Claim claim, Identity identity, Identity variant);

}  // namespace quantcheck::check::ledger
