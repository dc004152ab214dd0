// The grids of optimized/options.h once more, from their documentation.
#pragma once

#include <vector>

#include <quantcheck/optimized/options.h>

namespace quantcheck::test {

/// Scale and zero of GridFit::extent, rounded to float operation by operation.
struct Extent {
  float scale = 0;
  Code zero = 0;
};
Extent extent_of(const std::vector<float>& weights, const optimized::GridOptions& options);

/// The scale of GridFit::least_squares, of weights in the order they are processed in.
float least_squares_scale(const std::vector<float>& weights, const Extent& extent,
                          const optimized::GridOptions& options);

/// The sum of squared errors of plain rounding, in float as the scale is chosen by it.
float squared_error(const std::vector<float>& weights, float scale, Code zero,
                    const optimized::GridOptions& options);

}  // namespace quantcheck::test
