// The options of the optimized quantizer.
#pragma once

#include <optional>

#include <quantcheck/optimized/target.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// The two forms of one algorithm, with the same decisions in exact arithmetic (arXiv 2507.18553, Theorem 4):
/// the nearest plane on H = U D U^T, and GPTQ as published (arXiv 2210.17323), on the factor of H^-1.
enum class Method { nearest_plane, gptq };

/// The policy for a damped Hessian that is not positive definite: how many further tries may be made, and
/// what fraction of the mean diagonal each of them adds to the damping. There are none unless asked for.
struct Retry {
  int times = 0;
  double step = 0.01;
};

/// The options of a factorization: its form, the processing order, the damping, and what becomes of dead
/// inputs.
struct FactorOptions {
  Method method = Method::nearest_plane;
  OrderKind order = OrderKind::natural;  // min_pivot is found in double precision
  Order given_order;                     // for OrderKind::given
  Damping<double> damping;
  DeadInputs dead_inputs = DeadInputs::keep;
  Retry retry;
};

/// The grid that is fitted to the weights. Let L = 2^bits - 1, or `levels` where it is given. Symmetric:
/// codes -ceil(L / 2) .. floor(L / 2), zero = 0, scale = absmax / (L / 2). Asymmetric: codes 0 .. L,
/// scale = (max - min) / L, zero = round(-min / scale) to the nearest even, where the range is widened to
/// hold 0; least squares keep that zero. A group of zeros gets the grid of [-1, 1]. A scale is never below
/// the smallest normal float.
struct GridOptions : GridFitting {
  bool clip = true;  // false: the same scales, and an unbounded range of codes
  Rounding rounding = Rounding::half_even;
  Index levels = 0;  // L in 1 .. 65535, whatever the bits; 0: 2^bits - 1
};

/// The target and the number of threads of a call. Neither changes any result.
struct Execution {
  std::optional<Target> target;  // absent: default_target()
  int threads = 0;               // 0: as many as the processor runs at once
};

}  // namespace quantcheck::optimized
