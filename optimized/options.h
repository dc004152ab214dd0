// What can be asked of the quantizer.
#pragma once

#include <optional>

#include <quantcheck/optimized/target.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// Two forms of one algorithm, with the same decisions in exact arithmetic (arXiv 2507.18553, Theorem 4):
/// the nearest plane on H = U D U^T, or GPTQ as published (arXiv 2210.17323), on the factor of H^-1.
enum class Method { nearest_plane, gptq };

/// Where the damped Hessian is not positive definite: how many further tries may be made, and what fraction
/// of the mean diagonal each adds to the damping. None unless asked for.
struct Retry {
  int times = 0;
  double step = 0.01;
};

struct FactorOptions {
  Method method = Method::nearest_plane;
  OrderKind order = OrderKind::natural;  // min_pivot: in double precision
  Order given_order;                     // for OrderKind::given
  Damping<double> damping;
  DeadInputs dead_inputs = DeadInputs::keep;
  Retry retry;
};

/// With L = 2^bits - 1, or as given: symmetric: codes -ceil(L / 2) .. floor(L / 2), zero 0, scale = absmax /
/// (L / 2). Asymmetric: codes 0 .. L, scale = (max - min) / L, zero = round(-min / scale) to the nearest
/// even, where the range is widened to hold 0; least squares keep that zero. A group of zeros gets the grid
/// of [-1, 1]. A scale is never below the smallest normal float.
struct GridOptions : GridFitting {
  bool clip = true;  // false: the same scales, and codes without end
  Rounding rounding = Rounding::half_even;
  Index levels = 0;  // L, 1 .. 65535, whatever the bits; 0: that of the bits
};

/// Neither changes any result.
struct Execution {
  std::optional<Target> target;  // absent: default_target()
  int threads = 0;               // 0: as many as the processor runs at once
};

}  // namespace quantcheck::optimized
