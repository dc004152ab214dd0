#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>

#include <numeric>

#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/criteria/residual.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>

namespace quantcheck::check::ledger {

using reference::Codes;
using reference::decide_nearest;
using reference::Rational;
using reference::Udu;
using reference::Vector;

LayerOf<Rational> layer_of(const Problem& p) {
  LayerOf<Rational> layer{p.weight, factored_hessian(p), {}, p.grid, p.order};
  if (p.activations.size() > 0) layer.basis = factor_basis(p);
  return layer;
}

Codes codes_by_nearest_plane(const Problem& p) {
  return codes_by_nearest_plane(p, reference::udu(factored_hessian(p)));
}

Codes codes_by_nearest_plane(const Problem& p, const Udu<Rational>& factor) {
  return reference::nearest_plane(p.weight, factor, p.grid, p.order, decide_nearest(p.grid, p.rounding));
}

Rational loss_of(const Problem& p, const Codes& codes, Index row) {
  return reference::loss(reference::error_of(p.weight, codes, p.grid, p.order, row), factored_hessian(p));
}

std::vector<Code> all_codes(const Grid<Rational>& grid) {
  const Code first = grid.levels.empty() ? grid.range.min.value() : 0;
  const Code last = grid.levels.empty() ? grid.range.max.value() : std::ssize(grid.levels) - 1;
  std::vector<Code> codes(last - first + 1);
  std::iota(codes.begin(), codes.end(), first);
  return codes;
}

Codes random_codes(const Problem& p, Dice& dice) {
  Codes codes(p.out(), p.in());
  for (Code& code : codes.reshaped()) code = dice.between(-9, 9);
  return codes;
}

void plant_residual(Problem& p, const Udu<Rational>& factor, const Codes& codes, Index row,
                    const Vector<Rational>& v) {
  Vector<Rational> e(p.in());
  for (Index j = 0; j < p.in(); ++j) {
    const Index column = p.order[j];
    e(j) = v(j);
    for (Index i = 0; i < j; ++i) e(j) -= e(i) * factor.numerator(i, j) / factor.denominator(j);
    p.weight(row, column) = reference::value(p.grid, row, column, codes(row, column)) + e(j);
  }
}

void plant_errors(Problem& p, const Udu<Rational>&, const Codes& codes, Index row,
                  const Vector<Rational>& e) {
  for (Index j = 0; j < p.in(); ++j) {
    const Index column = p.order[j];
    p.weight(row, column) = reference::value(p.grid, row, column, codes(row, column)) + e(j);
  }
}

Problem unclipped(Problem p) {
  p.grid.range = {};
  return p;
}

}  // namespace quantcheck::check::ledger
