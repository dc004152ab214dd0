// What can be asked of the quantizer.
#pragma once

#include <optional>

#include <quantcheck/optimized/target.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// Two forms of one algorithm, with the same decisions in exact arithmetic (arXiv 2507.18553, Theorem 4):
/// the nearest plane on H = U D U^T, or GPTQ as published (arXiv 2210.17323), on the factor of H^-1.
enum class Method { nearest_plane, gptq };

/// natural: first to last. act: descending diagonal of the undamped Hessian, equal ones as they stand.
/// min_pivot: arXiv 2507.18553, Alg. 3, in double precision. given: the caller's permutation.
enum class OrderKind { natural, act, min_pivot, given };

/// An input is dead where its diagonal entry of the Hessian is 0. keep: nothing special; damping, if any,
/// makes its column plain rounding. zero: as the published GPTQ does: the weights are taken as 0, the
/// diagonal entry as 1, before the order is found and the damping computed.
enum class DeadInputs { keep, zero };

/// lambda = relative * (mean of the diagonal) + absolute is added to the diagonal.
struct Damping {
  double relative = 0.01;
  double absolute = 0;
};

/// Where the damped Hessian is not positive definite: how many further tries may be made, and what fraction
/// of the mean diagonal each adds to the damping. None unless asked for.
struct Retry {
  int times = 0;
  double step = 0.01;
};

struct FactorOptions {
  Method method = Method::nearest_plane;
  OrderKind order = OrderKind::natural;
  Order given_order;  // for OrderKind::given
  Damping damping;
  DeadInputs dead_inputs = DeadInputs::keep;
  Retry retry;
};

/// fixed: from the original weights; a group is group_size neighbouring columns. current: from the weights as
/// compensated for all errors made before the group begins, as GPTQ does; a group is group_size columns that
/// are processed one after another.
enum class GroupScales { fixed, current };

/// extent: the scale covers the largest weight of the group (absmax if symmetric, else min-max).
/// least_squares: that scale, or 0.99, 0.98, ..., 0.21 of it, whichever rounds the group's weights with the
/// least sum of squared errors; the largest among equals.
enum class GridFit { extent, least_squares };

/// With L = 2^bits - 1, or as given: symmetric: codes -ceil(L / 2) .. floor(L / 2), zero 0, scale = absmax /
/// (L / 2). Asymmetric: codes 0 .. L, scale = (max - min) / L, zero = round(-min / scale) to the nearest
/// even, where the range is widened to hold 0; least squares keep that zero. A group of zeros gets the grid
/// of [-1, 1]. A scale is never below the smallest normal float.
struct GridOptions {
  int bits = 4;  // 2 .. 8
  bool symmetric = true;
  bool clip = true;  // false: the same scales, and codes without end
  GridFit fit = GridFit::extent;
  Index group_size = 0;  // 0: one group
  GroupScales scales = GroupScales::fixed;
  Rounding rounding = Rounding::half_even;
  Index levels = 0;  // L, 1 .. 65535, whatever the bits; 0: that of the bits
};

/// Neither changes any result.
struct Execution {
  std::optional<Target> target;  // absent: default_target()
  int threads = 0;               // 0: as many as the processor runs at once
};

}  // namespace quantcheck::optimized
