// The factor of a damped Hessian in processing order, ready for the sweep over the weights.
#pragma once

#include <vector>

#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// What was really done to the Hessian.
struct FactorStatus {
  double damping = 0;                         // lambda, as added to the diagonal
  int retries = 0;                            // tries beyond the first, each with more damping
  std::vector<Index> dead;                    // the inputs whose diagonal entry is 0, ascending
  DeadInputs dead_inputs = DeadInputs::keep;  // what was done about them
};

/// H = U D U^T of the damped Hessian in processing order, D in double. `panels` holds the entries that errors
/// are propagated with, rounded to float: U (Method::nearest_plane), or U^-1, which is the factor of H^-1 up
/// to the scale of its rows (Method::gptq). Eight columns make a panel; panel p holds rows 0 .. 8p + 7, row
/// after row.
struct Factor {
  Index in = 0;
  Method method = Method::nearest_plane;
  Order order;
  std::vector<double> pivots;  // D_j in processing order
  FactorStatus status;
  Buffer<float> panels;
};

/// Factors a Hessian (in x in, exactly symmetric). Throws Error, naming the place, for an entry that is not
/// finite, a pair that is not equal, options out of range; for a damped Hessian that is not positive
/// definite, in double precision and after the tries that were asked for; for a factor that is beyond float's
/// range. Never returns anything else than
/// the factor. Arithmetic and memory, in full: docs/optimized.md.
Factor factorize(MatrixView<const float> hessian, const FactorOptions& options,
                 const Execution& execution = {});
Factor factorize(MatrixView<const double> hessian, const FactorOptions& options,
                 const Execution& execution = {});

/// The same for the Hessian X^T X of activations X (samples x in), formed in double.
Factor factorize_activations(MatrixView<const float> activations, const FactorOptions& options,
                             const Execution& execution = {});

}  // namespace quantcheck::optimized
