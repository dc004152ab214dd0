#include <quantcheck/proofs_check/quantize/quantize.h>

#include <utility>

#include <quantcheck/proofs_check/cases/diagonal.h>
#include <quantcheck/proofs_check/exact/orders.h>
#include <quantcheck/proofs_check/quantize/fitted_in_double.h>
#include <quantcheck/proofs_check/quantize/prepared.h>
#include <quantcheck/proofs_check/text/stoppable.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {
namespace {

Order group_aware(const Layer& layer, const QuantizeOptions& options) {
  std::vector<reference::Rational> diagonal = exact_diagonal(case_without_codes(layer, options));
  if (options.dead_inputs == DeadInputs::zero)
    for (reference::Rational& entry : diagonal)
      if (entry == 0) entry = 1;
  const Index size =
      options.grid.given ? neighbours_in_group(given_grid(layer, options.grid)) : options.grid.group_size;
  return reference::group_aware_order(diagonal, size);
}

}  // namespace

Case quantize(const Layer& layer, const QuantizeOptions& asked, const optimized::Execution& execution,
              const Progress& told, std::stop_token stop) {
  const optimized::StopScope scope(std::move(stop));
  const Progress progress = stoppable(told);
  check_layer(layer);
  check_options(layer, asked);
  QuantizeOptions options = asked;
  if (asked.group_aware_order) {
    options.order = OrderKind::given;
    if (asked.given_order.empty()) options.given_order = group_aware(layer, asked);
  }
  if (options.grid.fitted_in_double()) return quantize_fitted_in_double(layer, options, execution, progress);
  return options.arithmetic == Arithmetic::exact ? quantize_exact(layer, options, progress)
                                                 : quantize_fp32(layer, options, execution, progress);
}

}  // namespace quantcheck::check
