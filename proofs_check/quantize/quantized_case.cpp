#include <quantcheck/proofs_check/quantize/quantized_case.h>

#include <utility>

#include <quantcheck/reference/grid.h>

namespace quantcheck::check {

Case quantized_case(Layer layer, const optimized::Quantized& result, Rounding rounding) {
  Case c;
  c.arithmetic = Arithmetic::fp32;
  c.layer = std::move(layer);
  c.grid = reference::convert_grid<double>(result.grid, [](float s) { return static_cast<double>(s); });
  c.codes = stored_codes(result.out, result.in, result.codes);
  c.declared.order = result.order;
  c.declared.order_given = true;
  c.declared.damping = reference::exact(result.status.damping);
  c.declared.rounding = rounding;
  c.declared.dead.assign(result.in, false);
  if (result.status.dead_inputs == DeadInputs::zero)
    for (const Index input : result.status.dead) c.declared.dead[input] = true;
  return c;
}

}  // namespace quantcheck::check
