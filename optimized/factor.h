// The factor of a damped Hessian in processing order, ready for the sweep over the weights.
#pragma once

#include <vector>

#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// A record of what was really done to the Hessian.
struct FactorStatus {
  double damping = 0;                         // lambda, as added to the diagonal
  int retries = 0;                            // tries beyond the first, each with more damping
  std::vector<Index> dead;                    // the inputs whose diagonal entry is 0, ascending
  DeadInputs dead_inputs = DeadInputs::keep;  // what was done about dead inputs
};

/// The factor H = U D U^T of the damped Hessian in processing order: U is unit upper triangular, D is
/// diagonal and in double. `panels` holds the entries that errors are propagated with, rounded to float. They
/// are those of U for Method::nearest_plane, and for Method::gptq those of U^-1, which is the factor of H^-1
/// up to the scale of its rows. Eight columns make a panel; panel p holds rows 0 .. 8p + 7, row after row.
/// The ones of the diagonal are not stored: there is a 0 in their place.
struct Factor {
  Index in = 0;
  Method method = Method::nearest_plane;
  Order order;
  std::vector<double> pivots;  // D_j in processing order
  FactorStatus status;
  Buffer<float> panels;
};

/// Factors a Hessian (in x in, exactly symmetric) after damping it. Throws Error, naming the place, for an
/// entry that is not finite, for a pair of entries that is not equal, for a damped Hessian that is not
/// positive definite in double precision after the tries that were asked for, and for a factor beyond float's
/// range. Throws Error for options out of range as well. It never returns anything else than the factor of
/// the damped Hessian. docs/optimized.md specifies arithmetic and memory in full.
Factor factorize(MatrixView<const float> hessian, const FactorOptions& options,
                 const Execution& execution = {});
Factor factorize(MatrixView<const double> hessian, const FactorOptions& options,
                 const Execution& execution = {});

/// Does the same for the Hessian X^T X of activations X (samples x in), which is formed in double. Throws
/// Error as factorize and gram (gram.h) do.
Factor factorize_activations(MatrixView<const float> activations, const FactorOptions& options,
                             const Execution& execution = {});

}  // namespace quantcheck::optimized
