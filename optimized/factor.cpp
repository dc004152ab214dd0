#include <algorithm>
#include <limits>
#include <numeric>
#include <string>

#include <quantcheck/optimized/checks/choice.h>
#include <quantcheck/optimized/dispatch/select.h>
#include <quantcheck/optimized/factor.h>
#include <quantcheck/optimized/gram.h>
#include <quantcheck/optimized/hessian/hessian_view.h>
#include <quantcheck/optimized/hessian/lower_factor.h>
#include <quantcheck/optimized/hessian/order.h>
#include <quantcheck/optimized/hessian/panels.h>
#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/words.h>

namespace quantcheck::optimized {
namespace {

void check_options(const FactorOptions& options) {
  check_choice("method", options.method, Method::gptq);
  check_choice("order", options.order, OrderKind::given);
  check_choice("dead inputs", options.dead_inputs, DeadInputs::zero);
  const auto fraction = [](double x) { return x >= 0 && x < std::numeric_limits<double>::infinity(); };
  if (!fraction(options.damping.relative) || !fraction(options.damping.absolute))
    throw Error("the damping is negative or not finite");
  if (options.retry.times < 0 || !fraction(options.retry.step))
    throw Error("the retry policy is out of range");
}

std::vector<double> damped(std::vector<double> diagonal, double lambda) {
  for (double& entry : diagonal) {
    entry += lambda;
    if (!(entry < std::numeric_limits<double>::infinity()))
      throw Error("the damped hessian's diagonal is too large");
  }
  return diagonal;
}

// A Hessian with a zero on its diagonal and another entry beside it is not positive semidefinite. With a 1 in
// the place of the zero it might pass.
void check_dead(const HessianView& hessian, const std::vector<Index>& dead) {
  for (const Index input : dead)
    std::visit(
        [input](const auto& h) {
          for (Index j = 0; j < h.cols; ++j)
            if (h(input, j) != 0)
              throw Error("input " + std::to_string(input) +
                          " is not dead, though the hessian's diagonal is 0: " + place(input, j) + " holds " +
                          number(static_cast<double>(h(input, j))));
        },
        hessian);
}

Buffer<float> write_panels(const Kernels& kernels, LowerFactor<double>& lower, Team& team) {
  Buffer<float> panels(panel_offset(lower.in / panel_columns));
  team.for_each(lower.in / panel_columns, [&](Index panel) {
    kernels.write_panel({lower.entries.data()}, lower.pivots.data(), lower.in, panel,
                        panels.data() + panel_offset(panel));
  });
  return panels;
}

// Writes U^-1, whose rows are those of the factor of H^-1 up to their scale.
Buffer<float> write_inverse_panels(const Kernels& kernels, LowerFactor<double>& lower, Team& team) {
  constexpr Index strips = 4;
  const Index in = lower.in;
  const Buffer<double> negative = negative_panels(kernels.factor, lower, team);
  Buffer<float> panels(panel_offset(in / panel_columns));
  const Index stride = (in + panel_columns) * strip_rows<double>;
  const Index all_strips = in / strip_rows<double>;
  const Index room = strips * (stride + panel_columns * strip_rows<double>);
  Buffer<double> scratch(room * team.size());
  team.run([&](int rank) {
    double* rows = scratch.data() + rank * room;
    for (Index first = team.next() * strips; first < all_strips; first = team.next() * strips)
      kernels.invert_rows({negative.data()}, in, first, std::min(strips, all_strips - first), {rows, stride},
                          rows + strips * stride, {panels.data()});
  });
  return panels;
}

Factor factorize_view(const HessianView& hessian, const FactorOptions& options, const Execution& execution) {
  check_options(options);
  const Kernels& kernels = kernels_of(execution);
  Team& team = team_of(thread_count(execution.threads));
  check_hessian(hessian, team);

  Factor factor;
  factor.method = options.method;
  factor.status.dead_inputs = options.dead_inputs;
  const std::vector<double> stored = diagonal(hessian, DeadInputs::keep);
  factor.in = static_cast<Index>(stored.size());
  for (Index i = 0; i < factor.in; ++i)
    if (stored[i] == 0) factor.status.dead.push_back(i);
  if (options.dead_inputs == DeadInputs::zero) check_dead(hessian, factor.status.dead);
  const std::vector<double> undamped = diagonal(hessian, options.dead_inputs);
  const double mean = std::accumulate(undamped.begin(), undamped.end(), 0.0) / static_cast<double>(factor.in);
  if (!(mean < std::numeric_limits<double>::infinity())) throw Error("the hessian's diagonal is too large");
  const double least_damping = options.damping.relative * mean + options.damping.absolute;

  for (int retries = 0;; ++retries) {
    factor.status.retries = retries;
    factor.status.damping = least_damping + retries * (options.retry.step * mean);
    const std::vector<double> diagonal = damped(undamped, factor.status.damping);
    factor.order = find_order(hessian, undamped, diagonal, options, kernels, team);
    LowerFactor<double> lower =
        factor_lower(kernels.factor, reversed_hessian(hessian, factor.order, diagonal),
                     least_pivot_in_double(factor.in), team);
    if (lower.bad.step < 0) {
      factor.panels = options.method == Method::gptq ? write_inverse_panels(kernels, lower, team)
                                                     : write_panels(kernels, lower, team);
      refuse_infinite(factor.panels, factor.order, factor.status.damping, team);
      factor.pivots.resize(factor.in);
      for (Index k = 0; k < factor.in; ++k) factor.pivots[k] = lower.pivots[lower.in - 1 - k];
      return factor;
    }
    if (retries < options.retry.times) continue;
    const Index step = lower.in - 1 - lower.bad.step;
    throw Error("the damped hessian is not positive definite in double precision: pivot " +
                number(lower.bad.value) + " at column " + std::to_string(factor.order[step]) + " (step " +
                std::to_string(step) + "), damping " + number(factor.status.damping) +
                (retries > 0 ? " after " + std::to_string(retries) + " retries" : "") +
                "; more damping may help");
  }
}

}  // namespace

Factor factorize(MatrixView<const float> hessian, const FactorOptions& options, const Execution& execution) {
  const DefaultEnvironment environment;
  return factorize_view(hessian, options, execution);
}

Factor factorize(MatrixView<const double> hessian, const FactorOptions& options, const Execution& execution) {
  const DefaultEnvironment environment;
  return factorize_view(hessian, options, execution);
}

Factor factorize_activations(MatrixView<const float> activations, const FactorOptions& options,
                             const Execution& execution) {
  const DefaultEnvironment environment;
  const SquareMatrix hessian = gram(activations, execution);
  return factorize_view(hessian.view(), options, execution);
}

}  // namespace quantcheck::optimized
