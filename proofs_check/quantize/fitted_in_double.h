// Quantizing on grids that are fitted in double, block by block, as neither arithmetic's own fit does it.
#pragma once

#include <quantcheck/optimized/options.h>
#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/quantize/options.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// What `quantize` does where GridRequest::fitted_in_double says so. The grid is that of reference/fit_grid.h
/// for weights in double, but for the norm and the range of least error, whose powers are rounded to float32
/// before they are summed, so that the processor's own power function does not show. Codes are those of the
/// arithmetic on this grid. Where scales are current, the layer is quantized once for each block (or group)
/// of columns: the compensated weights (certified/compensation.h) depend on the codes before. Throws Error as
/// `quantize` does, and for a damped Hessian that double does not factor.
Case quantize_fitted_in_double(const Layer& layer, const QuantizeOptions& options,
                               const optimized::Execution& execution, const Progress& progress);

}  // namespace quantcheck::check
