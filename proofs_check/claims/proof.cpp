// The same equalities, proved for each n: as identities of rational functions, for arbitrary decisions.
#include <cmath>

#include <quantcheck/proofs_check/claims/equality.h>
#include <quantcheck/proofs_check/claims/identity.h>
#include <quantcheck/proofs_check/claims/topics.h>
#include <quantcheck/reference/criteria/loss.h>

namespace quantcheck::check {
namespace {

using reference::Codes;
using reference::Matrix;
using reference::PrimeField;
using reference::Vector;

// One row, a scale and a zero point for each column, any order; the Hessian a generic symmetric matrix, or
// F^T F with F generic activations above mu I.
Layer<PrimeField> generic_layer(Index n, bool on_activations, FieldDraw& draw) {
  Layer<PrimeField> layer;
  layer.weight = draw.matrix(1, n);
  if (on_activations) {
    layer.basis = Matrix<PrimeField>::Constant(2 * n, n, PrimeField(0));
    layer.basis.topRows(n) = draw.matrix(n, n);
    const PrimeField mu = draw.number();
    for (Index j = 0; j < n; ++j) layer.basis(n + j, j) = mu;
    layer.hessian = reference::gram(layer.basis);
  } else {
    layer.hessian = draw.matrix(n, n);
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < i; ++j) layer.hessian(i, j) = layer.hessian(j, i);
  }
  layer.grid.groups = n;
  layer.grid.group_index = reference::natural_order(n);
  layer.order = reference::natural_order(n);
  for (Index j = 0; j < n; ++j) {
    layer.grid.scale.push_back(draw.number());
    layer.grid.zero.push_back(draw.code());
    std::swap(layer.order[j], layer.order[draw.between(0, j)]);
  }
  return layer;
}

bool is_identity(const Matrix<PrimeField>& m) {
  return m == Matrix<PrimeField>::Identity(m.rows(), m.cols());
}

// As babai_on_basis needs it.
CaseResult check_gram_schmidt(const Layer<PrimeField>& layer) {
  Matrix<PrimeField> basis = layer.basis.rowwise().reverse();
  for (Index k = 0; k < layer.in(); ++k)
    basis.col(k) *= layer.grid.scale_at(0, layer.order[layer.in() - 1 - k]);
  const reference::GramSchmidt<PrimeField> gs = reference::gram_schmidt(basis);
  Matrix<PrimeField> products = gs.directions.transpose() * gs.directions;
  products.diagonal().setConstant(PrimeField(0));
  const bool upper = gs.coefficient == Matrix<PrimeField>(gs.coefficient.triangularView<Eigen::UnitUpper>());
  const bool orthogonal = products == Matrix<PrimeField>::Constant(layer.in(), layer.in(), PrimeField(0));
  const bool complete = gs.directions * gs.coefficient == basis;
  return upper && orthogonal && complete ? holds() : refuted("these are not the Gram-Schmidt directions");
}

// The factors are determined by what they satisfy, so that the functions of the bounds below are what was
// evaluated.
CaseResult check_factors(const Layer<PrimeField>& layer) {
  const Index n = layer.in();
  const reference::Udu<PrimeField> udu = reference::udu(layer.hessian);
  const Matrix<PrimeField> u = reference::unit_upper(udu);
  if (u * udu.pivot.asDiagonal() * u.transpose() != layer.hessian) return refuted("U D U^T is not H");
  const reference::Ldl<PrimeField> of_inverse = inverse_factor(layer);
  const Matrix<PrimeField>& l = of_inverse.lower;
  if (!is_identity(l * of_inverse.pivot.asDiagonal() * l.transpose() * layer.hessian))
    return refuted("L C L^T is not H^-1");
  for (Index free = 1; free < n; ++free) {
    const Matrix<PrimeField> rest = layer.hessian.bottomRightCorner(free, free);
    if (!is_identity(reference::inverse(rest) * rest)) return refuted("(H_JJ)^-1 is not the inverse");
  }
  return layer.basis.size() > 0 ? check_gram_schmidt(layer) : holds();
}

std::string text(const PrimeField& x) { return std::to_string(x.representative()); }

template <class Quantizer>
Vector<PrimeField> targets_by(const Quantizer& quantizer, const Layer<PrimeField>& layer,
                              const Codes& codes) {
  Vector<PrimeField> targets(layer.in());
  quantizer(layer, [&](Index row, Index column, const PrimeField& target) {
    targets(column) = target;
    return codes(row, column);
  });
  return targets;
}

// The decisions are given, so that each target is a rational function of what was drawn. Where there are
// blocks, every size of them.
template <class Known, class Form>
CaseResult same_targets(const EqualityWords& words, Known known, Form form, Index n, FieldDraw& draw) {
  Layer<PrimeField> layer = generic_layer(n, words.on_activations, draw);
  Codes codes(1, n);
  for (Index j = 0; j < n; ++j) codes(0, j) = draw.code();
  CaseResult factors = check_factors(layer);
  if (factors.standing != Standing::holds) return factors;
  const Vector<PrimeField> expected = targets_by(known, layer, codes);
  for (layer.block = 1; layer.block <= (words.in_blocks ? n : 1); ++layer.block) {
    const Vector<PrimeField> found = targets_by(form, layer, codes);
    for (Index j = 0; j < n; ++j) {
      const Index column = layer.order[j];
      if (found(column) != expected(column))
        return refuted("step " + std::to_string(j) + ": " + text(expected(column)) + " is rounded by " +
                       words.known + ", " + text(found(column)) + " by the other" +
                       (words.in_blocks ? ", for " + std::to_string(layer.block) : ""));
    }
  }
  return holds();
}

double log2_superfactorial(Index n) {  // of 1! 2! ... n!
  double bits = 0;
  for (Index m = 1; m <= n; ++m) bits += std::lgamma(static_cast<double>(m) + 1) / std::log(2.0);
  return bits;
}

// The difference of two targets, times prod_{k<j} det H[k+1..n]; docs/claims.md derives both figures.
PolynomialBound target_bound(Index n, bool on_activations) {
  const double size = static_cast<double>(n);
  const double minors = size * (size - 1) / 2;  // entries of H in the product of all minors
  const double height = std::log2(std::exp2(size) + 4 * (size + 1) * (size + 1)) + log2_superfactorial(n - 1);
  if (!on_activations) return {minors + 2, height};
  return {2 * minors + 2, height + minors * std::log2(size + 1)};
}

// e H e^T - sum_j D_j v_j^2, times prod_j det H[j..n].
PolynomialBound loss_bound(Index n) {
  const double size = static_cast<double>(n);
  return {size * (size + 1) / 2 + 3, std::log2(2 * std::pow(size, 4)) + log2_superfactorial(n)};
}

// With e in place of v it is wrong.
CaseResult loss_splits(bool along_gram_schmidt, Index n, FieldDraw& draw) {
  const Layer<PrimeField> layer = generic_layer(n, false, draw);
  CaseResult factors = check_factors(layer);
  if (factors.standing != Standing::holds) return factors;
  const Vector<PrimeField> e = draw.matrix(n, 1);
  const reference::Udu<PrimeField> factor = reference::udu(layer.hessian);
  const PrimeField left = reference::loss(e, layer.hessian);
  const PrimeField right =
      reference::loss_from_residual(along_gram_schmidt ? reference::residual(e, factor) : e, factor);
  return left == right ? holds() : refuted("e H e^T is " + text(left) + ", the sum " + text(right));
}

Identity loss_identity(bool along_gram_schmidt) {
  return {[=](Index n, FieldDraw& draw) { return loss_splits(along_gram_schmidt, n, draw); }, loss_bound};
}

template <class Known, class Form>
Identity target_identity(const EqualityWords& words, Known known, Form form) {
  return {[=](Index n, FieldDraw& draw) { return same_targets(words, known, form, n, draw); },
          [on_activations = words.on_activations](Index n) { return target_bound(n, on_activations); }};
}

}  // namespace

std::vector<Claim> proof_claims() {
  std::vector<Claim> claims;
  for_each_equality([&](const EqualityWords& words, auto known, auto form, auto wrong) {
    Claim claim;
    claim.id = std::string("proof/") + words.name;
    claim.statement = std::string(words.known) + " = " + words.form +
                      ": whatever the decisions z, the value rounded at each step is the same function of " +
                      (words.on_activations ? "(X, lambda, w, s, z)" : "(H, w, s, z)");
    claim.source = words.source;
    claim.variant = words.variant;
    claims.push_back(
        proved(std::move(claim), target_identity(words, known, form), target_identity(words, known, wrong)));
  });
  Claim loss;
  loss.id = "proof/loss";
  loss.statement = "The loss splits along the Gram-Schmidt directions: e H e^T = sum_j D_j v_j^2, v = e U";
  loss.source = "arXiv 2507.18553, proof of Theorem 4";
  loss.variant = "the sum with e_j in place of v_j";
  claims.push_back(proved(std::move(loss), loss_identity(true), loss_identity(false)));
  return claims;
}

}  // namespace quantcheck::check
