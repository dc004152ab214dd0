#include <quantcheck/proofs_check/judge/describe.h>

#include <quantcheck/proofs_check/judge/positions.h>
#include <quantcheck/reference/criteria/box.h>

namespace quantcheck::check {

using reference::approximate;
using reference::Rational;

Decision describe(const Case& c, const ExactLayer& layer, const reference::Udu<Rational>& factor, Index row,
                  Index step) {
  const Index column = layer.order[step];
  const Code code = c.codes(row, column);
  const Rational& scale = layer.grid.scale_at(row, column);
  const Code zero = layer.grid.zero_at(row, column);
  const Rational v = exact_residual(layer, factor, c.codes, row)(step);
  const Rational target = v + reference::dequant(layer.grid, row, column, code);

  Decision decision;
  decision.row = row;
  decision.column = column;
  decision.step = step;
  decision.target = approximate(target);
  decision.scale = approximate(scale);
  decision.zero = zero;
  decision.position = approximate(target / scale + Rational(zero));
  decision.code = code;
  decision.excess = approximate(reference::box_position(v, scale, code, layer.grid.range).excess);
  try {
    decision.expected = reference::nearest_code(layer.grid, row, column, target, c.rounding);
  } catch (const Error&) {
    // No code of 62 bits is near the target.
  }
  return decision;
}

}  // namespace quantcheck::check
