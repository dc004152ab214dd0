// A layer over any number type, which is what the forms of GPTQ are applied to.
#pragma once

#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {

/// Hessian and basis have their columns in processing order, weight and grid in the columns' own order.
template <class Number>
struct LayerOf {
  reference::Matrix<Number> weight;   // out x in
  reference::Matrix<Number> hessian;  // in x in, damped
  reference::Matrix<Number> basis;    // rows x in, with basis^T basis = hessian; or empty
  Grid<Number> grid;
  Order order;
  Index cut = 1;  // columns in a block of columns, or columns before one more propagation; for forms that cut

  Index in() const { return weight.cols(); }
};

}  // namespace quantcheck::check::ledger
