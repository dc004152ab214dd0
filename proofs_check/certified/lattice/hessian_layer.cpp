#include <quantcheck/proofs_check/certified/lattice/hessian_layer.h>

#include <quantcheck/proofs_check/exact/lattice/ldlq.h>

namespace quantcheck::check {

HessianLayer hessian_layer(const LatticeCase& c) {
  HessianLayer result;
  result.c.name = c.name;
  result.c.layer.out = c.rows;
  result.c.layer.in = c.cols;
  result.c.layer.hessian = c.hessian;
  result.c.declared.order = column_order(c);
  result.c.declared.dead.assign(static_cast<std::size_t>(c.cols), false);
  result.hypothesis = as_declared(result.c);
  return result;
}

}  // namespace quantcheck::check
