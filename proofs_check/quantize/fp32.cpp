// Codes by the optimized quantizer.
#include <algorithm>
#include <cmath>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/proofs_check/quantize/floats.h>
#include <quantcheck/proofs_check/quantize/prepared.h>
#include <quantcheck/proofs_check/quantize/quantized_case.h>

namespace quantcheck::check {

using optimized::Execution;
using optimized::Factor;
using optimized::FactorOptions;
using optimized::Quantized;

namespace {

FactorOptions factor_options(const QuantizeOptions& options) {
  FactorOptions result;
  result.method =
      options.method == QuantizeMethod::gptq ? optimized::Method::gptq : optimized::Method::nearest_plane;
  result.order = options.order;
  result.given_order = options.given_order;
  result.damping = in_doubles(options.damping);
  result.dead_inputs = options.dead_inputs;
  return result;
}

Factor factorize(const Layer& layer, const QuantizeOptions& options, const Execution& execution) {
  const FactorOptions how = factor_options(options);
  if (layer.activations.empty()) {
    const Doubles hessian(layer.hessian);
    return optimized::factorize(MatrixView<const double>{hessian.data(), layer.in, layer.in, layer.in}, how,
                                execution);
  }
  const std::vector<float> x = floats(layer.activations, "activations", layer.in);
  return optimized::factorize_activations({x.data(), layer.samples, layer.in, layer.in}, how, execution);
}

// The factor of the identity. A sweep with it carries no errors, so that it is plain rounding.
Factor identity_factor(Index in, const Execution& execution) {
  std::vector<float> identity(in * in, 0.0F);
  for (Index j = 0; j < in; ++j) identity[j * in + j] = 1;
  FactorOptions how;
  how.damping = {0, 0};
  return optimized::factorize(MatrixView<const float>{identity.data(), in, in, in}, how, execution);
}

Quantized sweep(const Layer& layer, const QuantizeOptions& options, const Factor& factor,
                const std::vector<float>& weight, const Execution& execution) {
  const MatrixView<const float> w{weight.data(), layer.out, layer.in, layer.in};
  const GridRequest& request = options.grid;
  if (request.given) {
    const Grid<double> given = given_grid(layer, request);
    const Grid<float> grid{given.groups, floats(given.scale, "scale", given.groups), given.zero,
                           given.group_index, given.range};
    return optimized::quantize(w, factor, grid, options.rounding, execution);
  }
  const FittedShape shape = fitted_shape(request);
  const optimized::GridOptions fitted{static_cast<const GridFitting&>(request), !request.unbounded,
                                      options.rounding, shape.shape.levels};
  Quantized result = optimized::quantize(w, factor, fitted, execution);
  std::int32_t* codes = result.codes.data();
  for (Index k = 0; k < layer.out * layer.in; ++k) codes[k] += static_cast<std::int32_t>(shape.shift);
  for (Code& zero : result.grid.zero) zero += shape.shift;
  return result;
}

}  // namespace

Case quantize_fp32(const Layer& layer, const QuantizeOptions& options, const Execution& execution,
                   const Progress& progress) {
  std::vector<float> weight = floats(layer.weight, "weight", layer.in);
  Layer rounded = layer;
  rounded.weight = in_float(layer.weight);
  rounded.activations = in_float(layer.activations);
  if (rounded.activations.empty()) rounded.samples = 0;

  if (progress) progress("factoring the hessian", 0, 1);
  const Factor factor = factorize(layer, options, execution);
  if (progress) progress("quantizing", 0, 1);
  Quantized result;
  if (options.method == QuantizeMethod::rtn) {
    if (factor.status.dead_inputs == DeadInputs::zero)
      for (const Index input : factor.status.dead)
        for (Index row = 0; row < layer.out; ++row) weight[row * layer.in + input] = 0;
    result = sweep(layer, options, identity_factor(layer.in, execution), weight, execution);
    result.order = factor.order;
    result.status = factor.status;
  } else {
    result = sweep(layer, options, factor, weight, execution);
  }

  Case c = quantized_case(std::move(rounded), result, options.rounding);
  static_cast<Described&>(c) = described_by(options);
  c.declared.order_given = options.order != OrderKind::natural;
  c.grid.range = code_range(options.grid);
  return c;
}

}  // namespace quantcheck::check
