#include <quantcheck/reference/quantizers/compensated.h>

#include <quantcheck/reference/number/common_denominator.h>

namespace quantcheck::reference {

Vector<Rational> compensation(const Vector<Rational>& e, const Udu<Rational>& factor, Index begin,
                              Index end) {
  const Vector<Rational> made = e.head(begin);
  const auto [errors, q] = over_common_denominator(made);
  const __mpz_struct* minor = integer(factor.denominator(begin));
  Vector<Integer> scaled(end - begin);
  Vector<Rational> result(end - begin);
  for (Index m = begin; m < end; ++m) {
    Integer sum = 0;
    mpz_ptr value = sum.backend().data();
    for (Index i = 0; i < begin; ++i)
      mpz_addmul(value, errors(i).backend().data(), integer(factor.numerator(i, m)));
    mpz_mul(value, value, minor);
    for (Index i = begin; i < m; ++i)
      mpz_submul(value, scaled(i - begin).backend().data(), integer(factor.numerator(i, m)));
    mpz_divexact(value, value, integer(factor.denominator(m)));
    scaled(m - begin) = sum;
    result(m - begin) = Rational(sum, Integer(q * numerator(factor.denominator(begin))));
  }
  return result;
}

}  // namespace quantcheck::reference
