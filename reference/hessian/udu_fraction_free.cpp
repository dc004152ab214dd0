#include <quantcheck/reference/hessian/udu_fraction_free.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/reference/number/common_denominator.h>
#include <quantcheck/reference/number/in_place.h>

namespace quantcheck::reference {
namespace {

// Replaces a by (a b - c d) / divisor. The division is known to leave no remainder. The caller keeps the
// buffer, so that its memory is allocated only once.
void exchange(Integer& a, const Integer& b, const Integer& c, const Integer& d, const Integer& divisor,
              Integer& buffer) {
  set_product(buffer, a, b);
  subtract_product(buffer, c, d);
  set_exact_quotient(a, buffer, divisor);
}

// The limb products that a step of the elimination takes when it leaves `order` rows, of numbers of so many
// limbs: three operations for each pair of those rows.
double exchange_products(double order, double limbs) { return 1.5 * order * order * limb_products(limbs); }

}  // namespace

Udu<Rational> udu_fraction_free(const Matrix<Rational>& hessian, const Work& work) {
  const Index n = hessian.rows();
  auto [m, scale] = over_common_denominator(hessian);

  Udu<Rational> factor{Matrix<Rational>(n, n), Vector<Rational>(n), Vector<Rational>(n)};
  Integer previous = 1;
  Integer buffer;
  for (Index j = n - 1; j >= 0; --j) {
    const Integer& minor = m(j, j);
    factor.pivot(j) = Rational(minor, Integer(previous * scale));
    if (minor <= 0) throw NotPositiveDefinite(j, approximate(factor.pivot(j)), minor == 0);
    factor.denominator(j) = minor;
    for (Index i = 0; i < j; ++i) factor.numerator(i, j) = m(i, j);
    if (work) work(exchange_products(static_cast<double>(j), limbs(minor) + 1));
    for (Index i = 0; i < j; ++i)
      for (Index k = i; k < j; ++k) exchange(m(i, k), minor, m(i, j), m(k, j), previous, buffer);
    previous = minor;
  }
  return factor;
}

double udu_fraction_free_cost(const Matrix<Rational>& hessian) {
  const auto [m, scale] = over_common_denominator(hessian);
  std::size_t bits = 1;
  for (const Integer& entry : m.reshaped())
    if (entry != 0) bits = std::max<std::size_t>(bits, msb(Integer(abs(entry))) + 1);
  // By Hadamard's inequality a minor of order m has at most m (bits + log2(m) / 2) bits. This estimate takes
  // 4 for log2(m) / 2. Step m makes (n - m)^2 / 2 exchanges of such numbers.
  const Index n = hessian.rows();
  double cost = 0;
  for (Index order = 1; order < n; ++order) {
    const double length = static_cast<double>(order) * (static_cast<double>(bits) + 4.0) / 64.0 + 1.0;
    cost += exchange_products(static_cast<double>(n - order), length);
  }
  return cost;
}

}  // namespace quantcheck::reference
