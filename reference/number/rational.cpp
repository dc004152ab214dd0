#include <quantcheck/reference/number/rational.h>

#include <cmath>

#include <quantcheck/reference/error.h>

namespace quantcheck::reference {

Rational floor(const Rational& x) {
  Integer quotient;
  mpz_fdiv_q(quotient.backend().data(), mpq_numref(x.backend().data()), mpq_denref(x.backend().data()));
  return Rational(quotient);
}

Rational exact(double x) {
  if (!std::isfinite(x)) throw Error("an infinity or NaN has no exact value");
  Rational result;
  mpq_set_d(result.backend().data(), x);
  return result;
}

double approximate(const Rational& x) { return mpq_get_d(x.backend().data()); }

double log2_of(const Rational& x) {
  long numerator_exponent = 0;
  long denominator_exponent = 0;
  const double numerator = mpz_get_d_2exp(&numerator_exponent, mpq_numref(x.backend().data()));
  const double denominator = mpz_get_d_2exp(&denominator_exponent, mpq_denref(x.backend().data()));
  return static_cast<double>(numerator_exponent - denominator_exponent) + std::log2(numerator / denominator);
}

}  // namespace quantcheck::reference
