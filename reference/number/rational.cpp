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

}  // namespace quantcheck::reference
