// Codes that are certified from double, compared with those of rationals.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <variant>

#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/quantize/certified_codes.h>
#include <quantcheck/proofs_check/quantize/exact.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/random_requests.h>

namespace quantcheck::test {
namespace {

using check::Case;
using check::CertifiedCodes;
using check::Layer;
using check::QuantizeOptions;

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
  for (Code& code : start.codes.reshaped())
    if (dice.chance(50))
      code = dice.between(start.grid.range.min.value_or(-9), start.grid.range.max.value_or(9));
  const auto factor = check::certified_factor(start, check::as_declared(start));
  RC_ASSERT(std::holds_alternative<check::CertifiedFactor>(factor));
  const CertifiedCodes found = check::certified_codes(start, std::get<check::CertifiedFactor>(factor), {});
  RC_ASSERT(!found.obstacle);
  RC_ASSERT(found.c.codes == exact.codes);
}

}  // namespace
}  // namespace quantcheck::test
