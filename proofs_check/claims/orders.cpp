// What the processing order changes, and what it does not.
#include <algorithm>

#include <quantcheck/proofs_check/claims/determinant.h>
#include <quantcheck/proofs_check/claims/layer_codes.h>
#include <quantcheck/proofs_check/claims/min_pivot.h>
#include <quantcheck/proofs_check/claims/sampled.h>
#include <quantcheck/proofs_check/claims/topics.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/lattice/gram_schmidt.h>

namespace quantcheck::check {
namespace {

using reference::Matrix;
using reference::Rational;
using reference::Udu;
using reference::Vector;

std::string text(const Order& order) {
  std::string words;
  for (const Index j : order) words += (words.empty() ? "" : " ") + std::to_string(j);
  return words;
}

Matrix<Rational> hessian_in(const Problem& p, const Order& order) {
  return reference::permuted(reference::damped(p.hessian, p.damping), order);
}

// Every order there is.
CaseCheck invariant(Rational (*of)(const Vector<Rational>& pivots),
                    Rational (*expected)(const Matrix<Rational>& hessian)) {
  return [=](const Problem& p, Dice&) {
    const Rational value = expected(reference::damped(p.hessian, p.damping));
    Order order = reference::natural_order(p.in());
    do {
      const Rational found = of(reference::udu(hessian_in(p, order)).pivot);
      if (found != value)
        return refuted("in the order " + text(order) + " the pivots give " + found.str() + " instead of " +
                       value.str());
    } while (std::next_permutation(order.begin(), order.end()));
    return holds();
  };
}

Rational product(const Vector<Rational>& pivots) { return pivots.prod(); }
Rational sum(const Vector<Rational>& pivots) { return pivots.sum(); }
Rational trace(const Matrix<Rational>& hessian) { return hessian.trace(); }

// (sum / n)^n >= `raised` det H prod_j s_j^2, n-th powers on both sides so that no root is taken.
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
          return refuted("row " + std::to_string(row) + ", order " + text(order) +
                         ": the n-th power of the " + "mean is " + power.str() + ", below " + floor.str());
      } while (std::next_permutation(order.begin(), order.end()));
    }
    return holds();
  };
}

// X diag(s) T = X T diag(T^-1 s): the rows share the orthogonal directions (up to signs), and R = R_X
// diag(T^-1 s). `apply_order` false takes diag(s) instead, which is wrong.
CaseCheck factors_are_shared(bool apply_order) {
  return [=](const Problem& p, Dice&) {
    const Matrix<Rational> x = factor_basis(p);
    const reference::GramSchmidt<Rational> shared = reference::gram_schmidt(x);
    const Udu<Rational> factor = reference::udu(factored_hessian(p));
    const Matrix<Rational> u = reference::unit_upper(factor);
    for (Index row = 0; row < p.out(); ++row) {
      const auto scale = [&](Index k) { return p.grid.scale_at(row, apply_order ? p.order[k] : k); };
      Matrix<Rational> basis(x.rows(), p.in());  // X diag(s) T: scaled by column, then permuted
      for (Index k = 0; k < p.in(); ++k) basis.col(k) = x.col(k) * p.grid.scale_at(row, p.order[k]);
      const reference::GramSchmidt<Rational> own = reference::gram_schmidt(basis);
      const Udu<Rational> own_factor = reference::udu(reference::gram(basis));
      const Matrix<Rational> own_u = reference::unit_upper(own_factor);
      for (Index k = 0; k < p.in(); ++k) {
        if (own.directions.col(k) != Vector<Rational>(shared.directions.col(k) * scale(k)))
          return refuted("row " + std::to_string(row) + ": direction " + std::to_string(k) +
                         " is not the shared one times its scale");
        if (own_factor.pivot(k) != factor.pivot(k) * scale(k) * scale(k))
          return refuted("row " + std::to_string(row) + ": pivot " + std::to_string(k) + " is not D s^2");
        for (Index i = 0; i < k; ++i) {
          if (own.coefficient(i, k) != shared.coefficient(i, k) * scale(k) / scale(i))
            return refuted("row " + std::to_string(row) + ": R is not the shared one times diag(T^-1 s)");
          if (own_u(i, k) != u(i, k) * scale(i) / scale(k))
            return refuted("row " + std::to_string(row) + ": U is not diag(s) U diag(s)^-1");
        }
      }
    }
    return holds();
  };
}

}  // namespace

std::vector<Claim> order_claims() {
  const Limits all_orders{.in = 4, .out = 2};
  std::vector<Claim> claims{
      sampled({.id = "order/determinant",
               .statement = "prod_j D_j = det H in every one of the n! orders",
               .source = "det of a triangular factor; arXiv 2507.18553 on orders",
               .variant = "sum_j D_j = tr H in every order"},
              {all_orders, invariant(product, determinant), invariant(sum, trace)}),
      sampled({.id = "order/floor",
               .statement = "No order has a bound below the floor: sum_j D_j s_j^2 >= n (det H prod_j "
                            "s_j^2)^(1/n) in each of the n! orders",
               .source = "arithmetic and geometric mean, order/determinant",
               .variant = "the floor's n-th power 1% higher"},
              {all_orders, above_floor(1), above_floor(Rational(101, 100))}),
      sampled({.id = "order/shared",
               .statement = "Rows with different scales share a permutation's D, U and orthogonal factor: "
                            "X diag(s) T has R_X diag(T^-1 s), D_j s_j^2 and diag(T^-1 s) U diag(T^-1 s)^-1",
               .source = "arXiv 2507.18553, Theorem 6",
               .variant = "diag(s) in place of diag(T^-1 s)"},
              {Limits{.activations = true}, factors_are_shared(true), factors_are_shared(false)}),
  };
  claims.push_back(min_pivot_claim());
  return claims;
}

}  // namespace quantcheck::check
