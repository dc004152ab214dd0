#include <quantcheck/reference/hessian/min_pivot_fraction_free.h>

#include <quantcheck/reference/number/common_denominator.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::reference {

Order min_pivot_order_fraction_free(const Matrix<Rational>& hessian) {
  auto [m, scale] = over_common_denominator(hessian);
  Order remaining = natural_order(hessian.rows());
  Order order(remaining.size());
  Integer previous = 1;
  bool definite = true;
  for (Index position = hessian.rows() - 1; position >= 0; --position) {
    auto smallest = remaining.begin();
    for (auto it = remaining.begin(); it != remaining.end(); ++it)
      if (!(m(*smallest, *smallest) < m(*it, *it))) smallest = it;
    const Index j = *smallest;
    remaining.erase(smallest);
    order[position] = j;
    definite = definite && m(j, j) > 0;
    if (!definite) continue;
    for (const Index i : remaining)
      for (const Index k : remaining)
        if (k <= i) m(i, k) = Integer(m(j, j) * m(i, k) - m(i, j) * m(k, j)) / previous;
    for (const Index i : remaining)
      for (const Index k : remaining)
        if (k > i) m(i, k) = m(k, i);
    previous = m(j, j);
  }
  return order;
}

}  // namespace quantcheck::reference
