// The same equalities, proved for each n: as identities of rational functions, for arbitrary decisions.
#include <cmath>

#include <quantcheck/proofs_check/claims/equality.h>
#include <quantcheck/proofs_check/claims/generic_layer.h>
#include <quantcheck/proofs_check/claims/identity.h>
#include <quantcheck/proofs_check/claims/topics.h>
#include <quantcheck/proofs_check/claims/words.h>
#include <quantcheck/reference/criteria/loss.h>

namespace quantcheck::check {
namespace {

using reference::Matrix;
using reference::PrimeField;
using reference::Vector;

bool is_identity(const Matrix<PrimeField>& m) {
  return m == Matrix<PrimeField>::Identity(m.rows(), m.cols());
}

bool is_udu(const Matrix<PrimeField>& matrix) {
  const reference::Udu<PrimeField> factor = reference::udu(matrix);
  const Matrix<PrimeField> u = reference::unit_upper(factor);
  return u * factor.pivot.asDiagonal() * u.transpose() == matrix;
}

bool is_ldl(const Matrix<PrimeField>& matrix) {
  const reference::Ldl<PrimeField> factor = reference::ldl(matrix);
  const Matrix<PrimeField>& l = factor.lower;
  return l == Matrix<PrimeField>(l.triangularView<Eigen::UnitLower>()) &&
         l * factor.pivot.asDiagonal() * l.transpose() == matrix;
}

bool is_inverse_of_unit_lower(const Matrix<PrimeField>& lower) {
  return is_identity(reference::inverse_of_unit_lower(lower) * lower);
}

// As babai_on_basis needs them.
bool are_gram_schmidt(const LayerOf<PrimeField>& layer) {
  const Matrix<PrimeField> basis =
      reference::row_lattice(layer.weight, layer.basis, layer.grid, layer.order, 0).basis;
  const reference::GramSchmidt<PrimeField> gs = reference::gram_schmidt(basis);
  Matrix<PrimeField> products = gs.directions.transpose() * gs.directions;
  products.diagonal().setConstant(PrimeField(0));
  return gs.coefficient == Matrix<PrimeField>(gs.coefficient.triangularView<Eigen::UnitUpper>()) &&
         products == Matrix<PrimeField>::Constant(layer.in(), layer.in(), PrimeField(0)) &&
         gs.directions * gs.coefficient == basis;
}

// Every factor and inverse that a form makes of the layer in natural order. Each is determined by what it
// satisfies, so that the functions of the bounds below are what was evaluated.
CaseResult check_factors(const LayerOf<PrimeField>& layer) {
  const Index n = layer.in();
  const Matrix<PrimeField> inverse = reference::inverse(layer.hessian);
  const Matrix<PrimeField> reversed = layer.hessian.reverse();
  const Matrix<PrimeField> inverse_reversed = reference::inverse(reversed);
  for (Index free = 1; free <= n; ++free) {
    const Matrix<PrimeField> rest = layer.hessian.bottomRightCorner(free, free);
    if (!is_identity(reference::inverse(rest) * rest)) return refuted("an inverse is none");
    if (!is_udu(rest)) return refuted("U D U^T is not H");
  }
  if (!is_identity(inverse_reversed * reversed)) return refuted("an inverse is none");
  if (!is_ldl(inverse) || !is_ldl(reversed)) return refuted("L C L^T is not what was factored");
  if (!is_udu(inverse_reversed)) return refuted("U' D' U'^T is not what was factored");
  const Matrix<PrimeField> upper = reference::unit_upper(reference::udu(inverse_reversed));
  if (!is_inverse_of_unit_lower(reference::ldl(inverse).lower) ||
      !is_inverse_of_unit_lower(upper.transpose()))
    return refuted("the inverse of a triangle is none");
  if (layer.basis.size() > 0 && !are_gram_schmidt(layer))
    return refuted("these are not the Gram-Schmidt directions");
  return holds();
}

// The same layer with its columns named otherwise: column k becomes order[k], and is processed k-th.
LayerOf<PrimeField> renamed(const LayerOf<PrimeField>& layer, const Order& order) {
  LayerOf<PrimeField> result = layer;
  result.order = order;
  for (Index k = 0; k < layer.in(); ++k) {
    result.weight(0, order[k]) = layer.weight(0, k);
    result.grid.scale[order[k]] = layer.grid.scale[k];
    result.grid.zero[order[k]] = layer.grid.zero[k];
  }
  return result;
}

// By step. The decisions are given by step, too, so that each target is a rational function of what was
// drawn.
template <class Quantizer>
Vector<PrimeField> targets_by(const Quantizer& quantizer, const LayerOf<PrimeField>& layer,
                              const std::vector<Code>& decisions) {
  const Order step_of = reference::inverse_order(layer.order);
  Vector<PrimeField> targets(layer.in());
  quantizer(layer, [&](Index, Index column, const PrimeField& target) {
    targets(step_of[column]) = target;
    return decisions[step_of[column]];
  });
  return targets;
}

// Where columns are cut, for every place to do so; and for the columns under random names, which is to say in
// a random order.
template <class Known, class Form>
CaseResult same_targets(const EqualityWords& words, Known known, Form form, Index n, FieldDraw& draw) {
  LayerOf<PrimeField> layer = generic_layer(n, words.on_activations, draw);
  std::vector<Code> decisions(n);
  Order order = reference::natural_order(n);
  for (Index j = 0; j < n; ++j) {
    decisions[j] = draw.code();
    std::swap(order[j], order[draw.between(0, j)]);
  }
  CaseResult factors = check_factors(layer);
  if (factors.standing != Standing::holds) return factors;
  const Vector<PrimeField> expected = targets_by(known, layer, decisions);
  for (layer.cut = 1; layer.cut <= (words.cut ? n : 1); ++layer.cut) {
    const Vector<PrimeField> found = targets_by(form, layer, decisions);
    for (Index j = 0; j < n; ++j)
      if (found(j) != expected(j))
        return refuted("step " + std::to_string(j) + ": " + shown(expected(j)) + " is rounded by " +
                       words.known + ", " + shown(found(j)) + " by the other" +
                       (words.cut ? std::string(", ") + words.cut + " " + std::to_string(layer.cut) : ""));
    if (targets_by(form, renamed(layer, order), decisions) != found)
      return refuted("the columns' names matter to the form");
  }
  if (targets_by(known, renamed(layer, order), decisions) != expected)
    return refuted(std::string("the columns' names matter to ") + words.known);
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

using ResidualOfErrors = Vector<PrimeField> (*)(const Vector<PrimeField>& e,
                                                const reference::Udu<PrimeField>&);

// Wrong.
Vector<PrimeField> errors_themselves(const Vector<PrimeField>& e, const reference::Udu<PrimeField>&) {
  return e;
}

Identity loss_identity(ResidualOfErrors residual_of) {
  const auto check = [=](Index n, FieldDraw& draw) {
    const LayerOf<PrimeField> layer = generic_layer(n, false, draw);
    if (!is_udu(layer.hessian)) return refuted("U D U^T is not H");
    const Vector<PrimeField> e = draw.matrix(n, 1);
    const reference::Udu<PrimeField> factor = reference::udu(layer.hessian);
    const PrimeField left = reference::loss(e, layer.hessian);
    const PrimeField right = reference::loss_from_residual(residual_of(e, factor), factor);
    return left == right ? holds() : refuted("e H e^T is " + shown(left) + ", the sum " + shown(right));
  };
  return {check, loss_bound};
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
    claims.push_back(proved(
        {.id = std::string("proof/") + words.name,
         .statement = std::string(words.known) + " = " + words.form +
                      ": whatever the decisions z, the value rounded at each step is the same function of " +
                      (words.on_activations ? "(X, lambda, w, s, z)" : "(H, w, s, z)"),
         .source = words.source,
         .variant = words.variant},
        target_identity(words, known, form), target_identity(words, known, wrong)));
  });
  claims.push_back(
      proved({.id = "proof/loss",
              .statement = "The loss splits along the Gram-Schmidt directions: e H e^T = sum_j D_j "
                           "v_j^2 with v = e U",
              .source = "arXiv 2507.18553, proof of Theorem 4",
              .variant = "the sum with e_j in place of v_j"},
             loss_identity(reference::residual<PrimeField>), loss_identity(errors_themselves)));
  return claims;
}

}  // namespace quantcheck::check
