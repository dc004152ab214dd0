// Codes that are certified from double, compared with those of rationals.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/quantize/certified_codes.h>
#include <quantcheck/proofs_check/quantize/exact.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/reference/number/nearest_float.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/random_requests.h>

namespace quantcheck::test {
namespace {

using check::Case;
using check::CertifiedCodes;
using check::Layer;
using check::QuantizeOptions;
using reference::Rational;

struct Drawn {
  Layer layer;
  QuantizeOptions options;
};

// A layer of short dyadic numbers, so that many targets are ties.
Drawn draw(Dice& dice) {
  Drawn drawn;
  drawn.layer = random_request_layer(dice, dice.between(1, 4), dice.between(1, 20), dice.chance(30));
  drawn.options = random_quantize_options(dice, drawn.layer);
  drawn.options.arithmetic = Arithmetic::exact;
  return drawn;
}

RC_GTEST_PROP(CertifiedCodes, AreThoseOfRationals, ()) {
  Dice dice(*seeds());
  const auto [layer, options] = draw(dice);
  RC_ASSERT(
      check::same_content(check::quantize(layer, options), check::quantize_in_rationals(layer, options, {})));
}

// The codes that one begins with, and ties that are not proved, change nothing.
RC_GTEST_PROP(CertifiedCodes, DoNotDependOnTheStart, ()) {
  Dice dice(*seeds());
  auto [layer, options] = draw(dice);
  if (options.method == check::QuantizeMethod::rtn) options.method = check::QuantizeMethod::gptq;
  const Case exact = check::quantize_in_rationals(layer, options, {});
  Case start = exact;
  for (Code& code : start.codes.edit().reshaped())
    if (dice.chance(50))
      code = dice.between(start.grid.range.min.value_or(-9), start.grid.range.max.value_or(9));
  const auto factor = check::certified_factor(start, check::as_declared(start));
  RC_ASSERT(std::holds_alternative<check::CertifiedFactor>(factor));
  const CertifiedCodes found = check::certified_from(start, std::get<check::CertifiedFactor>(factor), {});
  RC_ASSERT(!found.obstacle);
  RC_ASSERT(found.c.codes == exact.codes);
}

// Moves one weight of each row, so that its target lies as near to the boundary of its cell as double allows.
void bring_to_boundary(Dice& dice, Layer& layer, const Case& made) {
  const check::Hypothesis hypothesis = check::as_declared(made);
  const check::ExactLayer exact = check::exact_layer(made, hypothesis);
  const auto factor = check::exact_factor(exact, hypothesis);
  for (Index row = 0; row < layer.out; ++row) {
    const Index step = dice.below(layer.in);
    const Index column = hypothesis.order[step];
    const Rational half = exact.grid.scale_at(row, column) / 2;
    const Rational residual = check::exact_residual(exact, factor, made.codes.matrix(), row)(step);
    double& weight = layer.weight.edit()[row * layer.in + column];
    weight = reference::nearest_double(reference::exact(weight) + half - residual);
    if (dice.chance(30)) weight = std::nextafter(weight, dice.chance(50) ? 1e300 : -1e300);
  }
}

RC_GTEST_PROP(CertifiedCodes, AreToldBesideTies, ()) {
  Dice dice(*seeds());
  Layer layer = random_request_layer(dice, dice.between(1, 3), dice.between(2, 12), false);
  QuantizeOptions options;
  options.arithmetic = Arithmetic::exact;
  options.rounding = dice.pick({Rounding::half_even, Rounding::half_up, Rounding::half_away});
  options.grid.given = {1, std::vector<double>(layer.out, dice.pick({0.25, -0.1875, 0.1})), {}, {}};
  bring_to_boundary(dice, layer, check::quantize_in_rationals(layer, options, {}));
  const Case exact = check::quantize_in_rationals(layer, options, {});
  RC_ASSERT(check::same_content(check::quantize(layer, options), exact));
  Case start = exact;
  for (Code& code : start.codes.edit().reshaped()) code = std::clamp<Code>(code + dice.between(-1, 1), -8, 7);
  const auto factor = check::certified_factor(start, check::as_declared(start));
  const CertifiedCodes found = check::certified_from(start, std::get<check::CertifiedFactor>(factor), {});
  RC_ASSERT(!found.obstacle);
  RC_ASSERT(found.c.codes == exact.codes);
}

}  // namespace
}  // namespace quantcheck::test
