#include <quantcheck/reference/quantizers/compensated.h>

#include <quantcheck/reference/number/common_denominator.h>
#include <quantcheck/reference/number/in_place.h>

namespace quantcheck::reference {

Vector<Rational> compensation(const Vector<Rational>& e, const Udu<Rational>& factor, Index begin,
                              Index end) {
  const Vector<Rational> made = e.head(begin);
  const auto [errors, q] = over_common_denominator(made);
  const Integer minor = numerator(factor.denominator(begin));
  Vector<Integer> scaled(end - begin);
  Vector<Rational> result(end - begin);
  for (Index m = begin; m < end; ++m) {
    Integer sum = 0;
    for (Index i = 0; i < begin; ++i) add_product(sum, errors(i), integer(factor.numerator(i, m)));
    sum *= minor;
    for (Index i = begin; i < m; ++i)
      subtract_product(sum, scaled(i - begin), integer(factor.numerator(i, m)));
    set_exact_quotient(sum, sum, integer(factor.denominator(m)));
    scaled(m - begin) = sum;
    result(m - begin) = Rational(sum, Integer(q * minor));
  }
  return result;
}

}  // namespace quantcheck::reference
