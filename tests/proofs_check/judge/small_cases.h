// Cases small enough to follow by hand.
#pragma once

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::test {

using namespace check;

/// A case of one row with H = I, scale 1, zero 0 and codes 0..15, in exact arithmetic. Each column is rounded
/// by itself.
inline Case identity_case(std::vector<double> weight, std::vector<Code> codes) {
  Case c;
  c.name = "small";
  c.layer.out = 1;
  c.layer.in = static_cast<Index>(weight.size());
  c.layer.weight = std::move(weight);
  c.layer.hessian.edit().assign(c.layer.in * c.layer.in, 0.0);
  for (Index j = 0; j < c.layer.in; ++j) c.layer.hessian.edit()[j * c.layer.in + j] = 1.0;
  c.codes = reference::Codes(Eigen::Map<const reference::Codes>(codes.data(), 1, c.layer.in));
  c.grid.groups = 1;
  c.grid.scale = {1.0};
  c.grid.zero = {0};
  c.grid.group_index.assign(c.layer.in, 0);
  c.grid.range = {0, 15};
  c.declared.order = reference::natural_order(c.layer.in);
  c.declared.dead.assign(c.layer.in, false);
  c.arithmetic = Arithmetic::exact;
  return c;
}

}  // namespace quantcheck::test
