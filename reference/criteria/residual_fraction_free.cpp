#include <quantcheck/reference/criteria/residual_fraction_free.h>

#include <quantcheck/reference/number/common_denominator.h>

namespace quantcheck::reference {

Vector<Rational> residual_fraction_free(const Vector<Rational>& e, const Udu<Rational>& factor,
                                        const Work& work) {
  const auto [integers, q] = over_common_denominator(e);
  Integer largest = q;
  for (const Integer& x : integers)
    if (abs(x) > largest) largest = abs(x);
  Vector<Rational> v(e.size());
  for (Index j = 0; j < e.size(); ++j) {
    const double length = limbs(numerator(factor.denominator(j))) + 1;
    if (work)
      work(static_cast<double>(j + 1) * length * limbs(largest) +
           reduction_products(length + limbs(largest)));
    Integer sum = 0;
    mpz_addmul(sum.backend().data(), integers(j).backend().data(), integer(factor.denominator(j)));
    for (Index i = 0; i < j; ++i)
      mpz_addmul(sum.backend().data(), integers(i).backend().data(), integer(factor.numerator(i, j)));
    v(j) = Rational(sum, Integer(q * numerator(factor.denominator(j))));
  }
  return v;
}

}  // namespace quantcheck::reference
