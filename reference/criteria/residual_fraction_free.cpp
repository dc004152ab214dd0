#include <quantcheck/reference/criteria/residual_fraction_free.h>

#include <algorithm>

#include <quantcheck/reference/number/common_denominator.h>
#include <quantcheck/reference/number/in_place.h>

namespace quantcheck::reference {

Vector<Rational> residual_fraction_free(const Vector<Rational>& e, const Udu<Rational>& factor,
                                        const Work& work, Index first) {
  const auto [integers, q] = over_common_denominator(e);
  const double longest = work ? std::max(limbs(q), most_limbs(integers)) : 0;
  Vector<Rational> v(e.size() - first);
  for (Index j = first; j < e.size(); ++j) {
    if (work) {
      const double length = limbs(numerator(factor.denominator(j))) + 1;
      work(static_cast<double>(j + 1) * length * longest + reduction_products(length + longest));
    }
    Integer sum = 0;
    add_product(sum, integers(j), integer(factor.denominator(j)));
    for (Index i = 0; i < j; ++i) add_product(sum, integers(i), integer(factor.numerator(i, j)));
    v(j - first) = Rational(sum, Integer(q * numerator(factor.denominator(j))));
  }
  return v;
}

}  // namespace quantcheck::reference
