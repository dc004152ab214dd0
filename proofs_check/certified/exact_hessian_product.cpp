#include <quantcheck/proofs_check/certified/exact_hessian_product.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/certified/exact_product.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

// The products that it takes, each of a double and a number of so many digits.
double products_of(const Case& c, const BinaryVector& u) {
  const Index zeros = std::count(u.entries.begin(), u.entries.end(), Rational(0));
  const auto terms = static_cast<double>(std::ssize(u.entries) - zeros);
  const double lines = static_cast<double>(c.layer.hessian.empty() ? 2 * c.layer.samples : c.layer.in);
  return lines * terms * (4 + u.digits / 64.0);
}

}  // namespace

Rational rounded_to(const Rational& x, int digits) {
  const Rational power(reference::Integer(1) << digits);
  return reference::floor(x * power + Rational(1, 2)) / power;
}

std::vector<Rational> exact_hessian_product(const Case& c, const Hypothesis& hypothesis,
                                            const ScaledHessian& hessian, const Order& order,
                                            const BinaryVector& u, const reference::Work& work) {
  if (work) work(products_of(c, u));
  std::vector<Rational> by_column(u.entries.size());
  for (Index k = 0; k < std::ssize(order); ++k)
    by_column[order[k]] = reference::exact(hessian.scaling[order[k]]) * u.entries[k];
  const double least_scaling = *std::min_element(hessian.scaling.begin(), hessian.scaling.end());
  const BinaryFractions x = rounded_down(by_column, std::ilogb(least_scaling) - u.digits);
  const BinaryFractions y =
      c.layer.hessian.empty()
          ? exact_transposed_product(hessian.activations, exact_product(hessian.activations, x))
          : hessian.undamped.visit([&](const auto& entries) { return exact_product(entries, x); });
  std::vector<Rational> result(u.entries.size());
  for (Index k = 0; k < std::ssize(order); ++k) {
    const Index column = order[k];
    const Rational added = added_to_diagonal(c, hypothesis, column, hessian.undamped(column, column));
    result[k] = reference::exact(hessian.scaling[column]) * (y.at(column) + added * by_column[column]);
  }
  return result;
}

}  // namespace quantcheck::check
