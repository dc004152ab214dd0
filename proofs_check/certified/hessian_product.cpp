#include <quantcheck/proofs_check/certified/hessian_product.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

Pair nearest_pair(const Rational& x) {
  const double hi = reference::approximate(x);
  return {hi, reference::approximate(x - reference::exact(hi))};
}

double pair_product_error(Index n) { return static_cast<double>(3 * n + 8) * pair_roundoff; }

}  // namespace

HessianProduct::HessianProduct(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor)
    : case_(c), factor_(factor) {
  for (Index k = 0; k < c.layer.in; ++k) {
    const Index column = factor.factor.order[k];
    const Rational power = reference::exact(factor.hessian.scaling[column]);
    added_.push_back(nearest_pair(
        added_to_diagonal(c, hypothesis, column, factor.hessian.undamped(column, column)) * power * power));
  }
  const double of_matrix = pair_product_error(c.layer.in) + (c.layer.hessian.empty() ? pair_product_error(c.layer.samples) : 0);
  error_ = bound_slack * factor.hessian.undamped_share * (of_matrix + 16 * pair_roundoff);
}

std::vector<Pairs> HessianProduct::operator()(const std::vector<Pairs>& vectors) const {
  const Index n = factor_.factor.in;
  const std::vector<double>& scaling = factor_.hessian.scaling;
  const Order& order = factor_.factor.order;
  std::vector<Pairs> result;
  for (const Pairs& u : vectors) {
    Pairs x(static_cast<std::size_t>(n));
    for (Index k = 0; k < n; ++k) x[order[k]] = scaled(u[k], scaling[order[k]]);
    Pairs y(static_cast<std::size_t>(n));
    const MatrixView<const double>& h = factor_.hessian.undamped;
    optimized::team_of(optimized::thread_count(0)).for_each(n, [&](Index i) {
      Pair sum;
      for (Index k = 0; k < n; ++k) sum = sum + Pair{h(i, k), 0} * x[k];
      y[i] = sum;
    });
    Pairs product(static_cast<std::size_t>(n));
    for (Index k = 0; k < n; ++k) product[k] = scaled(y[order[k]], scaling[order[k]]) + added_[k] * u[k];
    result.push_back(std::move(product));
  }
  return result;
}

}  // namespace quantcheck::check
