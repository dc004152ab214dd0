// Optimal Brain Quantization (OBQ): one weight at a time, with the Hessian of the weights that are still free
// inverted anew at every step.
#pragma once

#include <algorithm>

#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/decide.h>

namespace quantcheck::reference {

/// The state of a row before a step.
template <class Number>
struct ObqStep {
  Index row;
  const std::vector<Index>& free;  // J: the columns not yet quantized
  const Vector<Number>& weight;    // w as moved so far, by column
  const Matrix<Number>& inverse;   // (H_JJ)^-1, |J| x |J|
};

/// The codes (out x in) of arXiv 2208.11580, Alg. 3. At each step, with J the free columns, choose(step)
/// returns a position j in J, and
///     code_j = decide(row, j, w_j),
///     w_k += (H_JJ^-1)_kj / (H_JJ^-1)_jj (value(code_j) - w_j) for k in J.
/// The weights (out x in), the damped Hessian (in x in) and the grid are in the columns' own order, and
/// `decide` is given the column at position j. Throws NotPositiveDefinite.
template <class Number, class Choose, class Decide>
Codes obq(const Matrix<Number>& weight, const Matrix<Number>& hessian, const Grid<Number>& grid,
          Choose&& choose, Decide&& decide) {
  const Index n = weight.cols();
  Codes codes(weight.rows(), n);
  for (Index row = 0; row < weight.rows(); ++row) {
    std::vector<Index> free = natural_order(n);
    Vector<Number> w = weight.row(row).transpose();
    while (!free.empty()) {
      const Matrix<Number> inv = inverse(Matrix<Number>(hessian(free, free)));
      const Index j = choose(ObqStep<Number>{row, free, w, inv});
      const Index column = free[j];
      codes(row, column) = decide(row, column, w(column));
      const Number eps = value(grid, row, column, codes(row, column)) - w(column);
      for (Index k = 0; k < inv.rows(); ++k) w(free[k]) = w(free[k]) + inv(k, j) / inv(j, j) * eps;
      free.erase(free.begin() + j);
    }
  }
  return codes;
}

/// A function for `choose` that makes OBQ process the columns in a given order.
inline auto choose_in_order(const Order& order) {
  return [&order](const auto& step) -> Index {
    const Index next = order[order.size() - step.free.size()];
    return std::find(step.free.begin(), step.free.end(), next) - step.free.begin();
  };
}

/// The error value(code_j) - w_j of the nearest code, if position j of J were quantized next.
template <class Number>
Number obq_error(const ObqStep<Number>& step, const Grid<Number>& grid, Rounding rounding, Index j) {
  const Index column = step.free[j];
  const Code code = nearest(grid, step.row, column, step.weight(column), rounding);
  return value(grid, step.row, column, code) - step.weight(column);
}

/// The amount (value(code_j) - w_j)^2 / (H_JJ^-1)_jj that this would add to the loss.
template <class Number>
Number obq_loss(const ObqStep<Number>& step, const Grid<Number>& grid, Rounding rounding, Index j) {
  const Number eps = obq_error(step, grid, rounding, j);
  return eps * eps / step.inverse(j, j);
}

/// A function for `choose` that makes OBQ's own choice, which is the least obq_loss and the first among
/// equals.
template <class Number>
auto choose_least_loss(const Grid<Number>& grid, Rounding rounding) {
  return [&grid, rounding](const ObqStep<Number>& step) {
    Index best = 0;
    for (Index j = 1; j < step.inverse.rows(); ++j)
      if (obq_loss(step, grid, rounding, j) < obq_loss(step, grid, rounding, best)) best = j;
    return best;
  };
}

}  // namespace quantcheck::reference
