#include <quantcheck/proofs_check/claims/generic_layer.h>

#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {

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

}  // namespace quantcheck::check
