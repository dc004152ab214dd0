// The processing order: quantities that it does not change, and those that it does.
#include <algorithm>
#include <iterator>

#include <quantcheck/proofs_check/ledger/determinant.h>
#include <quantcheck/proofs_check/ledger/gptq/min_pivot.h>
#include <quantcheck/proofs_check/ledger/gptq/shared_order.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/topics.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Matrix;
using reference::Rational;
using reference::Udu;

Matrix<Rational> hessian_in(const Problem& p, const Order& order) {
  return reference::permuted(reference::damped(p.hessian, p.damping), order);
}

using OfHessian = Rational (*)(const Matrix<Rational>& hessian);

// The false variant multiplies the diagonal entries, which is right only for a diagonal Hessian.
Rational product_of_diagonal(const Matrix<Rational>& hessian) { return hessian.diagonal().prod(); }

// Tries each of the n! orders.
CaseCheck pivots_multiply_to(OfHessian expected) {
  return [=](const Problem& p, Dice&) {
    const Rational value = expected(reference::damped(p.hessian, p.damping));
    Order order = reference::natural_order(p.in());
    do {
      const Rational found = reference::udu(hessian_in(p, order)).pivot.prod();
      if (found != value)
        return refuted("in the order " + joined(order) + " the pivots multiply to " + shown(found) +
                       " instead of " + shown(value));
    } while (std::next_permutation(order.begin(), order.end()));
    return holds();
  };
}

// Checks (sum_j D_j s_j^2 / n)^n >= raised det H prod_j s_j^2 in each order. Both sides of the claim's
// inequality are raised to the n-th power so that no root is taken.
CaseCheck above_floor(const Rational& raised) {
  return [=](const Problem& p, Dice&) {
    const Rational det = determinant(reference::damped(p.hessian, p.damping));
    for (Index row = 0; row < p.out(); ++row) {
      Rational floor = det * raised;
      for (Index j = 0; j < p.in(); ++j) floor *= p.grid.scale_at(row, j) * p.grid.scale_at(row, j);
      Order order = reference::natural_order(p.in());
      do {
        const Udu<Rational> factor = reference::udu(hessian_in(p, order));
        const Rational mean = reference::squared_norms(factor, p.grid, order, row).sum() / Rational(p.in());
        Rational power = 1;
        for (Index j = 0; j < p.in(); ++j) power *= mean;
        if (power < floor)
          return refuted("row " + std::to_string(row) + ", order " + joined(order) +
                         ": the n-th power of the " + "mean is " + shown(power) + ", below " + shown(floor));
      } while (std::next_permutation(order.begin(), order.end()));
    }
    return holds();
  };
}

}  // namespace

std::vector<Claim> order_claims() {
  const Limits all_orders{.in = 4, .out = 2};
  std::vector<Claim> claims{
      sampled({.id = "order/determinant",
               .statement = "prod_j D_j = det H in each of the n! orders",
               .source = "elementary; what arXiv 2507.18553 says of orders rests on it",
               .variant = "prod_j H_jj in place of det H"},
              {all_orders, pivots_multiply_to(determinant), pivots_multiply_to(product_of_diagonal)}),
      sampled({.id = "order/floor",
               .statement = "No order brings the bound below a floor: sum_j D_j s_j^2 >= n (det H prod_j "
                            "s_j^2)^(1/n) in each of the n! orders",
               .source = "arithmetic and geometric mean, with order/determinant",
               .variant = "the floor's n-th power 1% higher"},
              {all_orders, above_floor(1), above_floor(Rational(101, 100))}),
  };
  std::ranges::move(shared_order_claims(), std::back_inserter(claims));
  claims.push_back(min_pivot_claim());
  return claims;
}

}  // namespace quantcheck::check::ledger
