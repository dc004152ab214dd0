// The equalities of equality.h, proved for each n as identities of rational functions, with any decisions.
#include <cmath>

#include <quantcheck/proofs_check/ledger/gptq/equality.h>
#include <quantcheck/proofs_check/ledger/gptq/factor_checks.h>
#include <quantcheck/proofs_check/ledger/gptq/generic_layer.h>
#include <quantcheck/proofs_check/ledger/identity.h>
#include <quantcheck/proofs_check/ledger/topics.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Matrix;
using reference::PrimeField;
using reference::Vector;

bool is_inverse_of_unit_lower(const Matrix<PrimeField>& lower) {
  return are_inverse(reference::inverse_of_unit_lower(lower), lower);
}

// Whether the Gram-Schmidt directions that babai_on_basis computes are right.
bool are_gram_schmidt(const LayerOf<PrimeField>& layer) {
  const Matrix<PrimeField> basis =
      reference::row_lattice(layer.weight, layer.basis, layer.grid, layer.order, 0).basis;
  return is_gram_schmidt(reference::gram_schmidt(basis), basis);
}

// Checks every factor and inverse that a form computes for the layer in natural order. Each of them is
// determined by the equations that it satisfies, so the functions that are evaluated are those that the
// bounds are for.
CaseResult check_factors(const LayerOf<PrimeField>& layer) {
  const Index n = layer.in();
  const Matrix<PrimeField> inverse = reference::inverse(layer.hessian);
  const Matrix<PrimeField> reversed = layer.hessian.reverse();
  const Matrix<PrimeField> inverse_reversed = reference::inverse(reversed);
  for (Index free = 1; free <= n; ++free) {
    const Matrix<PrimeField> rest = layer.hessian.bottomRightCorner(free, free);
    if (!are_inverse(reference::inverse(rest), rest)) return refuted("an inverse is none");
    if (!is_udu(rest)) return refuted("U D U^T is not H");
  }
  if (!are_inverse(inverse_reversed, reversed)) return refuted("an inverse is none");
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

// Compares the targets in natural order; for forms that cut the columns, with every cut. Also checks that the
// targets stay the same with the columns under other names, which is to say in another order, one that is
// drawn.
template <class Known, class Form>
CaseResult same_targets(const EqualityWords& words, Known known, Form form, Index n, FieldDraw& draw) {
  LayerOf<PrimeField> layer = generic_layer(n, words.on_activations, draw);
  const std::vector<Code> decisions = any_decisions(n, draw);
  const Order order = any_order(n, draw);
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

// Bounds for e H e^T - sum_j D_j v_j^2, multiplied by prod_j det H[j..n].
PolynomialBound loss_bound(Index n) {
  const double size = static_cast<double>(n);
  return {size * (size + 1) / 2 + 3, std::log2(2 * std::pow(size, 4)) + log2_superfactorial(n)};
}

using ResidualOfErrors = Vector<PrimeField> (*)(const Vector<PrimeField>& e,
                                                const reference::Udu<PrimeField>&);

// The false variant has e_j in place of v_j.
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
                      (words.on_activations ? "(X, lambda, w, s, z)" : "(H, w, s, z)") +
                      "; in natural order, and with the columns renamed at random at each point",
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

}  // namespace quantcheck::check::ledger
