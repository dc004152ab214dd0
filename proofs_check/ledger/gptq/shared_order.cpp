#include <quantcheck/proofs_check/ledger/gptq/shared_order.h>

#include <set>

#include <quantcheck/proofs_check/ledger/gptq/closest_vector_claims.h>
#include <quantcheck/proofs_check/ledger/gptq/factor_checks.h>
#include <quantcheck/proofs_check/ledger/gptq/generic_layer.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {
namespace {

using reference::GramSchmidt;
using reference::Matrix;
using reference::Rational;
using reference::Udu;
using reference::Vector;

// The column whose scale belongs to a step: T^-1 s. The false variant takes s.
using ColumnOfStep = Index (*)(const Order& order, Index step);

Index in_order(const Order& order, Index step) { return order[step]; }
Index not_in_order(const Order&, Index step) { return step; }

// Q R and U D U^T of a matrix whose columns are in processing order.
template <class Number>
struct Factors {
  GramSchmidt<Number> qr;
  Udu<Number> udu;
  Matrix<Number> u;
  bool right;
};

template <class Number>
Factors<Number> factors_of(const Matrix<Number>& basis) {
  const Matrix<Number> gram = reference::gram(basis);
  Factors<Number> result{reference::gram_schmidt(basis), reference::udu(gram), {}, false};
  result.u = reference::unit_upper(result.udu);
  result.right = is_gram_schmidt(result.qr, basis) && is_udu(gram);
  return result;
}

// Checks the factors of X diag(s) T against those of X T, where X and s are in the columns' own order.
// Messages begin with `row`.
template <class Number>
CaseResult factors_are_shared(const Matrix<Number>& x, const Vector<Number>& s, const Order& order,
                              ColumnOfStep column_of, const std::string& row) {
  const Matrix<Number> scaled = x * s.asDiagonal();
  const Factors<Number> shared = factors_of(Matrix<Number>(x(Eigen::all, order)));
  const Factors<Number> own = factors_of(Matrix<Number>(scaled(Eigen::all, order)));
  if (!shared.right || !own.right) return refuted(row + "Q R or U D U^T is not what was factored");
  const auto scale = [&](Index step) -> const Number& { return s(column_of(order, step)); };
  std::set<std::string> wrong;
  for (Index k = 0; k < x.cols(); ++k) {
    if (own.qr.directions.col(k) != Vector<Number>(shared.qr.directions.col(k) * scale(k)))
      wrong.insert("the directions are not the shared ones times T^-1 s");
    if (own.udu.pivot(k) != Number(shared.udu.pivot(k) * scale(k) * scale(k)))
      wrong.insert("the pivots are not D s^2");
    for (Index i = 0; i < k; ++i) {
      if (own.qr.coefficient(i, k) != Number(shared.qr.coefficient(i, k) * scale(k) / scale(i)))
        wrong.insert("R is not the shared one times diag(T^-1 s)");
      if (own.u(i, k) != Number(shared.u(i, k) * scale(i) / scale(k)))
        wrong.insert("U is not diag(T^-1 s) U diag(T^-1 s)^-1");
    }
  }
  if (wrong.empty()) return holds();
  std::string words = row;
  for (const std::string& what : wrong) words += (what == *wrong.begin() ? "" : "; ") + what;
  return refuted(words);
}

CaseCheck sampled_factors_are_shared(ColumnOfStep column_of) {
  return [=](const Problem& p, Dice&) {
    const Matrix<Rational> x = own_basis(p);
    for (Index row = 0; row < p.out(); ++row) {
      Vector<Rational> s(p.in());
      for (Index j = 0; j < p.in(); ++j) s(j) = p.grid.scale_at(row, j);
      CaseResult result = factors_are_shared(x, s, p.order, column_of, "row " + std::to_string(row) + ": ");
      if (result.standing != Standing::holds) return result;
    }
    return holds();
  };
}

// The identity, in an order that is drawn at each point.
Identity factors_are_always_shared(ColumnOfStep column_of) {
  const auto check = [=](Index n, FieldDraw& draw) {
    const auto layer = generic_layer(n, true, draw);
    const Vector<reference::PrimeField> s = draw.matrix(n, 1);
    return factors_are_shared<reference::PrimeField>(layer.basis, s, any_order(n, draw), column_of, "");
  };
  // The difference of both sides is multiplied by a minor of the Gram matrix of X diag(s); docs/claims.md
  // derives the degree and the height.
  const auto bound = [](Index n) {
    const double size = static_cast<double>(n);
    return PolynomialBound{4 * size + 2, 1 + log2_factorial(n) + size * std::log2(size + 1)};
  };
  return {check, bound};
}

}  // namespace

std::vector<Claim> shared_order_claims() {
  Claim by_samples{
      .id = "order/shared",
      .statement =
          "Rows can share an order T whatever their scales: with X T = Q R and H = U D U^T, the row's X "
          "diag(s) T has the same Q (up to signs), R diag(T^-1 s), the pivots D_j s_j^2 and the "
          "triangle diag(T^-1 s) U diag(T^-1 s)^-1",
      .source = "after arXiv 2507.18553, Theorem 6",
      .variant = "s in place of T^-1 s"};
  Claim by_identity = by_samples;
  by_identity.id = "order/shared-proof";
  by_identity.statement += "; T is drawn at each point";
  return {sampled(by_samples, {Limits{.activations = true}, sampled_factors_are_shared(in_order),
                               sampled_factors_are_shared(not_in_order)}),
          proved(by_identity, factors_are_always_shared(in_order), factors_are_always_shared(not_in_order))};
}

}  // namespace quantcheck::check::ledger
