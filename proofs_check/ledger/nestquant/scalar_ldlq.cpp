// The equality of LDLQ of single columns and GPTQ: by samples, and proved for each n.
#include <quantcheck/proofs_check/ledger/gptq/factor_checks.h>
#include <quantcheck/proofs_check/ledger/gptq/forms.h>
#include <quantcheck/proofs_check/ledger/gptq/generic_layer.h>
#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>
#include <quantcheck/proofs_check/ledger/nestquant/nestquant_claims.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/lattices.h>
#include <quantcheck/reference/quantizers/ldlq.h>

namespace quantcheck::check::ledger {
namespace {

using reference::ColumnBlocks;
using reference::Matrix;
using reference::PrimeField;
using reference::Rational;
using reference::Vector;

using BlocksOf = ColumnBlocks (*)(const Order&);

// A block of columns for each column alone, in processing order.
ColumnBlocks single_columns(const Order& order) {
  ColumnBlocks blocks;
  for (const Index j : order) blocks.push_back({j, j + 1});
  return blocks;
}

// The false variant reverses the order.
ColumnBlocks reversed_columns(const Order& order) { return single_columns({order.rbegin(), order.rend()}); }

CaseCheck ldlq_is_gptq(BlocksOf blocks_of) {
  return [=](const Problem& problem, Dice&) {
    const Problem p = unclipped(problem);
    const ColumnBlocks blocks = blocks_of(p.order);
    const auto factor = reference::block_udu(reference::damped(p.hessian, p.damping), blocks);
    const reference::LdlqResult<Rational> result =
        reference::ldlq(p.weight, factor, blocks, [&](Index row, Index b, const Vector<Rational>& target) {
          return reference::IntegerLattice<Rational>{p.grid.scale_at(row, blocks[b].begin), p.rounding}
              .nearest(target);
        });
    const reference::Codes codes = Gptq()(layer_of(p), reference::decide_nearest(p.grid, p.rounding));
    for (Index row = 0; row < p.out(); ++row) {
      for (Index j = 0; j < p.in(); ++j) {
        const Rational expected = reference::value(p.grid, row, j, codes(row, j));
        if (result.quantized(row, j) != expected)
          return refuted(
              at(row, j) + shown(result.quantized(row, j)) + " by LDLQ, " + shown(expected) + " by GPTQ", p);
      }
    }
    return holds();
  };
}

// LDLQ as a form of GPTQ, as in gptq/forms.h.
struct ScalarLdlq {
  BlocksOf blocks_of;

  template <class Number, class Decide>
  reference::Codes operator()(const LayerOf<Number>& layer, Decide&& decide) const {
    const ColumnBlocks blocks = blocks_of(layer.order);
    reference::Codes codes(layer.weight.rows(), layer.in());
    reference::ldlq(layer.weight, reference::block_udu(unordered_hessian(layer), blocks), blocks,
                    [&](Index row, Index b, const Vector<Number>& target) {
                      const Index column = blocks[b].begin;
                      codes(row, column) = decide(row, column, target(0));
                      return Vector<Number>(Vector<Number>::Constant(
                          1, reference::value(layer.grid, row, column, codes(row, column))));
                    });
    return codes;
  }
};

Identity ldlq_targets_are_gptqs(BlocksOf blocks_of) {
  const auto check = [=](Index n, FieldDraw& draw) {
    const LayerOf<PrimeField> natural = generic_layer(n, false, draw);
    const LayerOf<PrimeField> layer = renamed(natural, any_order(n, draw));
    const std::vector<Code> decisions = any_decisions(n, draw);
    const ColumnBlocks blocks = single_columns(layer.order);
    const Matrix<PrimeField> hessian = unordered_hessian(layer);
    const Matrix<PrimeField> inverse = reference::inverse(layer.hessian);
    if (!is_block_udu(reference::block_udu(hessian, blocks), blocks, hessian))
      return refuted("U D U^T is not H");
    if (!are_inverse(inverse, layer.hessian) || !is_ldl(inverse))
      return refuted("L C L^T is not the inverse of H");
    const Vector<PrimeField> expected = targets_by(Gptq(), layer, decisions);
    const Vector<PrimeField> found = targets_by(ScalarLdlq{blocks_of}, layer, decisions);
    for (Index j = 0; j < n; ++j)
      if (found(j) != expected(j))
        return refuted("step " + std::to_string(j) + ": " + shown(expected(j)) + " is rounded by GPTQ, " +
                       shown(found(j)) + " by LDLQ");
    return holds();
  };
  return {check, [](Index n) { return target_bound(n, false); }};
}

}  // namespace

std::vector<Claim> scalar_ldlq_claims() {
  const Claim scalar{
      .id = "",
      .statement =
          "With single columns for blocks and s Z for the lattice, LDLQ is GPTQ without clipping: the "
          "same codes",
      .source = "arXiv 2307.13304 (OPTQ is LDLQ)",
      .variant = "the columns in reversed order"};
  Claim by_samples = scalar;
  by_samples.id = "nestquant/scalar";
  Claim by_identity = scalar;
  by_identity.id = "nestquant/scalar-proof";
  by_identity.statement =
      "LDLQ with single columns for blocks is GPTQ: whatever the decisions z, the value rounded at each step "
      "is the "
      "same function of (H, w, s, z), in an order that is drawn at each point";
  return {
      sampled(by_samples, {Limits{}, ldlq_is_gptq(single_columns), ldlq_is_gptq(reversed_columns)}),
      proved(by_identity, ldlq_targets_are_gptqs(single_columns), ldlq_targets_are_gptqs(reversed_columns))};
}

}  // namespace quantcheck::check::ledger
