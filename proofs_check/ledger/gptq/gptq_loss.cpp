// The loss from the errors that GPTQ feeds back: by samples, and proved for each n.
#include <quantcheck/proofs_check/ledger/gptq/closest_vector_claims.h>
#include <quantcheck/proofs_check/ledger/gptq/factor_checks.h>
#include <quantcheck/proofs_check/ledger/gptq/forms.h>
#include <quantcheck/proofs_check/ledger/gptq/generic_layer.h>
#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Ldl;
using reference::Matrix;
using reference::PrimeField;
using reference::Rational;
using reference::Vector;

// The weight of a squared error in the sum, which is 1 / C_j with H^-1 = L C L^T.
template <class Number>
using Weigh = Number (*)(const Matrix<Number>& hessian, const Ldl<Number>& factor, Index j);

template <class Number>
Number over_pivot(const Matrix<Number>&, const Ldl<Number>& factor, Index j) {
  return Number(1) / factor.pivot(j);
}

// The false variant takes H_jj.
template <class Number>
Number by_diagonal(const Matrix<Number>& hessian, const Ldl<Number>&, Index j) {
  return hessian(j, j);
}

template <class Number, class Decide>
CaseResult errors_give_the_loss(const LayerOf<Number>& layer, Weigh<Number> weigh, Decide&& decide) {
  const Ldl<Number> factor = inverse_factor(layer);
  Matrix<Number> eps(layer.weight.rows(), layer.in());
  const reference::Codes codes = Gptq()(layer, [&](Index row, Index column, const Number& target) {
    const Code code = decide(row, column, target);
    eps(row, column) = reference::value(layer.grid, row, column, code) - target;
    return code;
  });
  for (Index row = 0; row < layer.weight.rows(); ++row) {
    Number sum(0);
    for (Index j = 0; j < layer.in(); ++j) {
      const Number& error = eps(row, layer.order[j]);
      sum = sum + error * error * weigh(layer.hessian, factor, j);
    }
    const Vector<Number> e = reference::error_of(layer.weight, codes, layer.grid, layer.order, row);
    const Number loss = reference::loss(e, layer.hessian);
    if (loss != sum)
      return refuted("row " + std::to_string(row) + ": the loss is " + shown(loss) + ", the sum " +
                     shown(sum));
  }
  return holds();
}

CaseCheck sampled_errors_give_the_loss(Weigh<Rational> weigh) {
  return [=](const Problem& p, Dice&) {
    return errors_give_the_loss(layer_of(p), weigh, reference::decide_nearest(p.grid, p.rounding));
  };
}

// The identity, in an order that is drawn at each point.
Identity errors_always_give_the_loss(Weigh<PrimeField> weigh) {
  const auto check = [=](Index n, FieldDraw& draw) {
    const LayerOf<PrimeField> natural = generic_layer(n, false, draw);
    const LayerOf<PrimeField> layer = renamed(natural, any_order(n, draw));
    const std::vector<Code> decisions = any_decisions(n, draw);
    const Matrix<PrimeField> inverse = reference::inverse(layer.hessian);
    if (!are_inverse(inverse, layer.hessian) || !is_ldl(inverse))
      return refuted("L C L^T is not the inverse of H");
    return errors_give_the_loss(layer, weigh,
                                [&](Index, Index column, const PrimeField&) { return decisions[column]; });
  };
  // The difference of both sides is multiplied by (det H[2..n] ... det H[n..n])^2; docs/claims.md derives the
  // degree and the height.
  const auto bound = [](Index n) {
    const double size = static_cast<double>(n);
    return PolynomialBound{size * (size - 1) + 5,
                           1 + 2 * std::log2(size) + 2 * size + 2 * log2_superfactorial(n - 1)};
  };
  return {check, bound};
}

}  // namespace

std::vector<Claim> gptq_loss_claims() {
  Claim by_samples{
      .id = "cvp/gptq-loss",
      .statement = "The errors GPTQ feeds back give a row's loss: sum_j eps_j^2 / C_j, with H^-1 = L C L^T",
      .source = "this project, from the chain of Appendix C",
      .variant = "sum_j eps_j^2 H_jj"};
  Claim by_identity = by_samples;
  by_identity.id = "cvp/gptq-loss-proof";
  by_identity.statement += "; whatever the decisions, in an order that is drawn at each point";
  return {
      sampled(by_samples, {Limits{}, sampled_errors_give_the_loss(over_pivot),
                           sampled_errors_give_the_loss(by_diagonal)}),
      proved(by_identity, errors_always_give_the_loss(over_pivot), errors_always_give_the_loss(by_diagonal))};
}

}  // namespace quantcheck::check::ledger
