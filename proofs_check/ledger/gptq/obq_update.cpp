// OBQ's update as a projection: by samples, and proved for each n.
#include <algorithm>
#include <optional>

#include <quantcheck/proofs_check/ledger/gptq/closest_vector_claims.h>
#include <quantcheck/proofs_check/ledger/gptq/factor_checks.h>
#include <quantcheck/proofs_check/ledger/gptq/generic_layer.h>
#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/obq.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Matrix;
using reference::ObqStep;
using reference::PrimeField;
using reference::Vector;

// The last decision of OBQ, with the weights and the free columns before it.
template <class Number>
struct Decision {
  Index row;
  std::vector<Index> free;  // J, which includes the column
  Vector<Number> weight;
  Index column;
  Number eps;  // q - w
};

// The columns that count as free in the distance of the hyperplane: J. The false variant takes all columns.
using Free = std::vector<Index> (*)(const std::vector<Index>& free, Index in);

std::vector<Index> still_free(const std::vector<Index>& free, Index) { return free; }
std::vector<Index> all_columns(const std::vector<Index>&, Index in) { return reference::natural_order(in); }

// Checks that `weight`, the weights after the decision, is the orthogonal projection. The hyperplane of the
// points with w_j = q goes through the directions x_k, k in J \ {j}. The projection onto it is the point of
// it that is reached by a move orthogonal to those directions, whose length is |eps| times the height of x_j
// over them.
template <class Number>
CaseResult is_projection(const Matrix<Number>& x, const Decision<Number>& decision,
                         const Vector<Number>& weight, Free free) {
  const Vector<Number> step = weight - decision.weight;
  const std::string column = "the update of column " + std::to_string(decision.column);
  if (step(decision.column) != decision.eps) return refuted(column + " does not reach the hyperplane");
  const Vector<Number> move = x * step;
  for (Index k = 0; k < x.cols(); ++k) {
    const bool is_free = std::ranges::find(decision.free, k) != decision.free.end();
    if (!is_free && step(k) != Number(0))
      return refuted(column + " moves the decided column " + std::to_string(k));
    if (is_free && k != decision.column && reference::inner_product(move, x.col(k)) != Number(0))
      return refuted(column + " is not orthogonal to x_" + std::to_string(k));
  }
  const Matrix<Number> basis = with_last(x, free(decision.free, x.cols()), decision.column);
  const reference::GramSchmidt<Number> gs = reference::gram_schmidt(basis);
  if (!is_gram_schmidt(gs, basis)) return refuted("these are not the Gram-Schmidt directions");
  const Number distance = decision.eps * decision.eps * gs.squared_norm.tail(1)(0);
  const Number moved = reference::inner_product(move, move);
  if (moved != distance)
    return refuted(column + " moves by " + shown(moved) + " (squared), the hyperplane is at " +
                   shown(distance));
  return holds();
}

// Checks every update of OBQ in the layer's order and with these codes. X is in the columns' own order.
template <class Number>
CaseResult updates_are_projections(const Matrix<Number>& x, const LayerOf<Number>& layer,
                                   const Matrix<Number>& hessian, const reference::Codes& codes, Free free) {
  CaseResult result = holds();
  std::optional<Decision<Number>> last;
  const auto choose_in_order = reference::choose_in_order(layer.order);
  const auto choose = [&](const ObqStep<Number>& step) {
    if (last && last->row == step.row && result.standing == Standing::holds)
      result = is_projection(x, *last, step.weight, free);
    const Index chosen = choose_in_order(step);
    const Index column = step.free[chosen];
    const Number q = reference::value(layer.grid, step.row, column, codes(step.row, column));
    last = Decision<Number>{step.row, step.free, step.weight, column, q - step.weight(column)};
    return chosen;
  };
  reference::obq(layer.weight, hessian, layer.grid, choose,
                 [&](Index row, Index column, const Number&) { return codes(row, column); });
  return result;
}

// The decisions are random, so that the update is tried from any point.
CaseCheck update_is_projection(Free free) {
  return [=](const Problem& p, Dice& dice) {
    const reference::Codes codes = random_codes(p, dice);
    CaseResult result = updates_are_projections(own_basis(p), layer_of(p),
                                                reference::damped(p.hessian, p.damping), codes, free);
    if (result.standing == Standing::refuted)
      for (Index row = 0; row < p.out(); ++row) result.words += "; codes " + joined(codes.row(row));
    return result;
  };
}

// The identity, in an order that is drawn at each point.
Identity update_is_always_projection(Free free) {
  const auto check = [=](Index n, FieldDraw& draw) {
    LayerOf<PrimeField> layer = generic_layer(n, true, draw);
    const Matrix<PrimeField> hessian = layer.hessian;
    layer.order = any_order(n, draw);
    const std::vector<Code> decisions = any_decisions(n, draw);
    for (Index done = 0; done < n; ++done) {
      const std::vector<Index> left(layer.order.begin() + done, layer.order.end());
      const Matrix<PrimeField> block = hessian(left, left);
      if (!are_inverse(reference::inverse(block), block)) return refuted("an inverse is none");
    }
    const reference::Codes codes = Eigen::Map<const reference::Codes>(decisions.data(), 1, n);
    return updates_are_projections<PrimeField>(layer.basis, layer, hessian, codes, free);
  };
  // The difference of the squared lengths is multiplied by (det H[2..n] ... det H[j+1..n])^2; docs/claims.md
  // derives the degree and the height.
  const auto bound = [](Index n) {
    const double size = static_cast<double>(n);
    const double entries = 1 + size * (size - 1);  // entries of H in a product
    return PolynomialBound{
        2 * entries + 4,
        1 + 2 * std::log2(size) + 2 * size + 2 * log2_superfactorial(n - 1) + entries * std::log2(size + 1)};
  };
  return {check, bound};
}

}  // namespace

std::vector<Claim> obq_update_claims() {
  Claim by_samples{.id = "cvp/obq-update",
                   .statement =
                       "OBQ's update is the orthogonal projection onto the hyperplane that the decision "
                       "names, within the columns still free",
                   .source = "arXiv 2507.18553, Theorem 2 and Corollary 3",
                   .variant = "with all columns free, those already quantized too"};
  Claim by_identity = by_samples;
  by_identity.id = "cvp/obq-update-proof";
  by_identity.statement += "; whatever the decisions, in an order that is drawn at each point";
  return {
      sampled(by_samples, {Limits{.in = 5, .out = 2, .activations = true}, update_is_projection(still_free),
                           update_is_projection(all_columns)}),
      proved(by_identity, update_is_always_projection(still_free), update_is_always_projection(all_columns))};
}

}  // namespace quantcheck::check::ledger
