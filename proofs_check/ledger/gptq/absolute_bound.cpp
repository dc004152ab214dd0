#include <quantcheck/proofs_check/ledger/gptq/absolute_bound.h>

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

using reference::PrimeField;
using reference::Rational;
using reference::Udu;
using reference::Vector;

CaseCheck loss_is_at_most(const Rational& share) {
  return [=](const Problem& problem, Dice&) {
    const Problem p = unclipped(problem);
    const Udu<Rational> factor = reference::udu(factored_hessian(p));
    const reference::Codes codes = codes_by_nearest_plane(p, factor);
    for (Index row = 0; row < p.out(); ++row) {
      const Rational loss = loss_of(p, codes, row);
      const Rational bound = reference::squared_norms(factor, p.grid, p.order, row).sum() * share;
      if (loss > bound) return refuted(in_row(row, "the loss", loss, "the bound", bound), p);
    }
    return holds();
  };
}

// The values t_j from which the distance of the decision at each step is measured.
using RoundedAt = Vector<PrimeField> (*)(const LayerOf<PrimeField>&, const std::vector<Code>& decisions);

Vector<PrimeField> targets(const LayerOf<PrimeField>& layer, const std::vector<Code>& decisions) {
  return targets_by(NearestPlane(), layer, decisions);
}

// The false variant measures from the weights w_j, as in plain rounding.
Vector<PrimeField> weights_themselves(const LayerOf<PrimeField>& layer, const std::vector<Code>&) {
  return layer.weight.row(0)(layer.order);
}

// The identity e H e^T = sum_j D_j (t_j - s_j z_j)^2, in an order that is drawn at each point.
Identity loss_is_of_distances(RoundedAt rounded_at) {
  const auto check = [=](Index n, FieldDraw& draw) {
    const LayerOf<PrimeField> natural = generic_layer(n, false, draw);
    const LayerOf<PrimeField> layer = renamed(natural, any_order(n, draw));
    const std::vector<Code> decisions = any_decisions(n, draw);
    if (!is_udu(layer.hessian)) return refuted("U D U^T is not H");
    const Udu<PrimeField> factor = reference::udu(layer.hessian);
    const Vector<PrimeField> from = rounded_at(layer, decisions);
    Vector<PrimeField> error(n);
    PrimeField sum(0);
    for (Index j = 0; j < n; ++j) {
      const Index column = layer.order[j];
      const PrimeField decided = reference::value(layer.grid, 0, column, decisions[j]);
      error(j) = layer.weight(0, column) - decided;
      const PrimeField distance = from(j) - decided;
      sum = sum + factor.pivot(j) * distance * distance;
    }
    const PrimeField loss = reference::loss(error, layer.hessian);
    return loss == sum ? holds() : refuted("e H e^T is " + shown(loss) + ", the sum " + shown(sum));
  };
  // The difference of both sides is multiplied by prod_j det H[j..n]; docs/claims.md derives the degree and
  // the height.
  const auto bound = [](Index n) {
    const double size = static_cast<double>(n);
    return PolynomialBound{size * (size + 1) / 2 + 5, 3 + 4 * std::log2(size) + log2_superfactorial(n)};
  };
  return {check, bound};
}

}  // namespace

std::vector<Claim> absolute_bound_claims() {
  return {
      sampled({.id = "bound/absolute",
               .statement = "Without clipping a row loses at most 1/4 sum_j D_j s_j^2",
               .source = "arXiv 2507.18553, Theorem 5",
               .variant = "1/5 in place of 1/4"},
              {Limits{}, loss_is_at_most(Rational(1, 4)), loss_is_at_most(Rational(1, 5))}),
      proved({.id = "bound/absolute-proof",
              .statement =
                  "Whatever the decisions z, in an order that is drawn at each point, e H e^T = sum_j D_j "
                  "(t_j - s_j z_j)^2 with t_j the value that is rounded at step j. A nearest integer z_j "
                  "leaves |t_j - s_j z_j| <= |s_j| / 2, and each D_j > 0: so without clipping a row loses "
                  "at most 1/4 sum_j D_j s_j^2",
              .source = "arXiv 2507.18553, Theorem 5",
              .variant = "the weights w_j in place of the t_j"},
             loss_is_of_distances(targets), loss_is_of_distances(weights_themselves)),
  };
}

}  // namespace quantcheck::check::ledger
