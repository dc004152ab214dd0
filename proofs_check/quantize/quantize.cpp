#include <quantcheck/proofs_check/quantize/quantize.h>

#include <utility>

#include <quantcheck/proofs_check/quantize/prepared.h>
#include <quantcheck/proofs_check/text/stoppable.h>

namespace quantcheck::check {

Case quantize(const Layer& layer, const QuantizeOptions& options, const optimized::Execution& execution,
              const Progress& told, std::stop_token stop) {
  const optimized::StopScope scope(std::move(stop));
  const Progress progress = stoppable(told);
  check_layer(layer);
  check_options(layer, options);
  return options.arithmetic == Arithmetic::exact ? quantize_exact(layer, options, progress)
                                                 : quantize_fp32(layer, options, execution, progress);
}

}  // namespace quantcheck::check
