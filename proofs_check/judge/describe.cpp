#include <quantcheck/proofs_check/judge/describe.h>

#include <algorithm>

#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/reference/criteria/box.h>

namespace quantcheck::check {

using reference::approximate;
using reference::Rational;

namespace {

// The code that is nearest to the target. Where the zero point is added before rounding, it is found on a
// grid without zero points: round(t / s + zero) is round(t' / s) with t' = t + s zero.
Code right_code(const Case& c, const Grid<Rational>& grid, Index row, Index column, const Rational& target) {
  if (c.declared.zero_added != ZeroAdded::before)
    return reference::nearest(grid, row, column, target, c.declared.rounding);
  Grid<Rational> without_zeros = grid;
  std::ranges::fill(without_zeros.zero, 0);
  return reference::nearest(without_zeros, row, column,
                            Rational(target + grid.scale_at(row, column) * grid.zero_at(row, column)),
                            c.declared.rounding);
}

}  // namespace

Decision describe(const Case& c, const ExactLayer& layer, const reference::Udu<Rational>& factor, Index row,
                  Index step) {
  const Index column = layer.order[step];
  const Code code = c.codes(row, column);
  const Rational& scale = layer.grid.scale_at(row, column);
  const Code zero = layer.grid.zero_at(row, column);
  const Rational v = exact_residual(layer, factor, c.codes, row)(step);
  const Rational target = v + reference::value(layer.grid, row, column, code);

  Decision decision;
  decision.row = row;
  decision.column = column;
  decision.step = step;
  decision.target = approximate(target);
  decision.scale = approximate(scale);
  decision.zero = zero;
  decision.position = approximate(target / scale + Rational(zero));
  decision.code = code;
  const Rational excess = reference::box_position(layer.grid, row, column, code, v).excess;
  decision.excess = approximate(excess);
  if (excess > 0) decision.excess_log2 = reference::log2_of(excess);
  try {
    decision.expected = right_code(c, layer.grid, row, column, target);
  } catch (const Error&) {
    // No code of 62 bits is near the target, so none is given.
  }
  return decision;
}

}  // namespace quantcheck::check
