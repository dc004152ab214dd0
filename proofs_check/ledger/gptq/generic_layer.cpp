#include <quantcheck/proofs_check/ledger/gptq/generic_layer.h>

#include <utility>

#include <quantcheck/proofs_check/ledger/gptq/factor_checks.h>
#include <quantcheck/reference/hessian/prepare.h>

namespace quantcheck::check::ledger {

using reference::Matrix;
using reference::PrimeField;

LayerOf<PrimeField> generic_layer(Index n, bool on_activations, FieldDraw& draw) {
  LayerOf<PrimeField> layer;
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
  }
  return layer;
}

std::vector<Code> any_decisions(Index n, FieldDraw& draw) {
  std::vector<Code> decisions(n);
  for (Code& each : decisions) each = draw.code();
  return decisions;
}

Order any_order(Index n, FieldDraw& draw) {
  Order order = reference::natural_order(n);
  for (Index j = 0; j < n; ++j) std::swap(order[j], order[draw.between(0, j)]);
  return order;
}

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

PolynomialBound target_bound(Index n, bool on_activations) {
  const double size = static_cast<double>(n);
  const double minors = size * (size - 1) / 2;  // degree in H of the product of all minors
  const double height = std::log2(std::exp2(size) + 4 * (size + 1) * (size + 1)) + log2_superfactorial(n - 1);
  if (!on_activations) return {minors + 2, height};
  return {2 * minors + 2, height + minors * std::log2(size + 1)};
}

}  // namespace quantcheck::check::ledger
