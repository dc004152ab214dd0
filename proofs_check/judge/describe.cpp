#include <quantcheck/proofs_check/judge/describe.h>

#include <quantcheck/reference/criteria/box.h>

namespace quantcheck::check {

using reference::approximate;
using reference::Rational;

namespace {

// The code of a grid of one decision that is nearest to the target. Where the zero point is added before
// rounding, it is found on a grid without zero points: round(t / s + zero) is round(t' / s) with t' = t + s
// zero.
Code right_code(const Declared& declared, Grid<Rational> grid, const Rational& target) {
  if (declared.zero_added != ZeroAdded::before || !grid.levels.empty())
    return reference::nearest(grid, 0, 0, target, declared.rounding);
  const Rational moved = target + grid.scale[0] * Rational(grid.zero[0]);
  grid.zero[0] = 0;
  return reference::nearest(grid, 0, 0, moved, declared.rounding);
}

}  // namespace

Decision describe(const FactoredCase& factored, Index row, Index step) {
  const Case& c = factored.c;
  const Index column = factored.hypothesis.order[step];
  const Code code = c.codes(row, column);
  const Rational scale = reference::exact(factored.grid.scale_at(row, column));
  const Code zero = factored.grid.zero_at(row, column);
  Grid<Rational> grid{1, {scale}, {zero}, {0}, factored.grid.range};  // of this decision alone
  for (const double level : factored.grid.levels) grid.levels.push_back(reference::exact(level));
  if (!factored.grid.offset.empty()) grid.offset = {reference::exact(factored.grid.offset_at(row, column))};
  const Rational v = factored.residual(row, step);
  const Rational target = v + reference::value(grid, 0, 0, code);

  Decision decision;
  decision.row = row;
  decision.column = column;
  decision.step = step;
  decision.target = approximate(target);
  decision.scale = approximate(scale);
  decision.zero = zero;
  decision.position = approximate((target - grid.offset_at(0, 0)) / scale + Rational(zero));
  decision.code = code;
  const Rational excess = reference::box_position(grid, 0, 0, code, v).excess;
  decision.excess = approximate(excess);
  if (excess > 0) decision.excess_log2 = reference::log2_of(excess);
  try {
    decision.expected = right_code(c.declared, grid, target);
    if (factored.cells.is_table())
      decision.levels = {factored.cells.level(code), factored.cells.level(*decision.expected)};
  } catch (const Error&) {
    // No code of 62 bits is near the target, so none is given.
  }
  return decision;
}

}  // namespace quantcheck::check
