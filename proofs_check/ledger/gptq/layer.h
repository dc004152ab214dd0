// A layer over any number type, as the forms of GPTQ take it.
#pragma once

#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {

template <class Number>
struct LayerOf {
  reference::Matrix<Number> weight;   // out x in
  reference::Matrix<Number> hessian;  // damped, in processing order
  reference::Matrix<Number> basis;    // rows x in: a factor, basis^T basis = hessian; or empty
  Grid<Number> grid;
  Order order;
  Index cut = 1;  // where a form cuts the columns: so many in a block, so many before one more propagation

  Index in() const { return weight.cols(); }
};

}  // namespace quantcheck::check::ledger
