// Proofs that two rational functions are equal, by evaluating both at random points of random prime fields.
#pragma once

#include <functional>
#include <random>

#include <quantcheck/proofs_check/ledger/claim.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/prime_field.h>

namespace quantcheck::check::ledger {

/// A random prime, uniform among those between 2^60 and 2^61.
std::uint64_t random_prime(std::mt19937_64& random);

/// Uniform random choices modulo a prime, which has to be the modulus in force (PrimeField::Modulus).
class FieldDraw {
 public:
  FieldDraw(std::mt19937_64& random, std::uint64_t prime) : random_(random), prime_(prime) {}

  Code code();  // 0 .. prime - 1
  reference::PrimeField number() { return reference::PrimeField(code()); }
  reference::Matrix<reference::PrimeField> matrix(Index rows, Index cols);
  Index between(Index first, Index last);  // first .. last

 private:
  std::mt19937_64& random_;
  std::uint64_t prime_;
};

/// Bounds of the polynomials that have to vanish, which are the differences of the two functions multiplied
/// by their denominators. Their coefficients are integers.
struct PolynomialBound {
  double degree = 0;       // the total degree
  double height_bits = 0;  // log2 of the largest coefficient
};

/// A statement that two functions are equal, for each n: the check of it at one random point, and the bounds.
struct Identity {
  std::function<CaseResult(Index n, FieldDraw&)> check;  // throws Error where a denominator vanishes
  std::function<PolynomialBound(Index n)> bound;
};

/// Every identity is proved for each n = 1 .. largest_proved_n.
inline constexpr Index largest_proved_n = 32;

/// Evaluates the identity at random points: for each n in so many rounds that a statement which is false for
/// that n would pass with a probability below 2^-100. The draws depend on `id` and on the seed of `effort`,
/// whose number of cases is not used.
/// A round draws a prime p, uniform among those between 2^60 and 2^61, and a point, uniform in F_p^m. A
/// polynomial other than 0 passes in two cases only. It vanishes modulo p if p divides a certain nonzero
/// coefficient; at most height_bits / 60 primes do, of more than 3/5 2^60 / ln 2^60 (J. B. Rosser, L.
/// Schoenfeld, Illinois J. Math. 6 (1962), 64-94, Corollary 3). Otherwise it vanishes at the point with a
/// probability of at most degree / p (J. T. Schwartz, J. ACM 27 (1980), 701-717, Lemma 1). A denominator that
/// vanishes refutes the statement; the point is not drawn again.
Outcome prove(const std::string& id, const Identity& identity, const Effort& effort,
              const Progress& progress);

/// Completes the claim with runs that prove `identity` for the claim and `variant` for its variant.
Claim proved(Claim claim, Identity identity, Identity variant);

}  // namespace quantcheck::check::ledger
