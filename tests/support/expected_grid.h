// The grids of optimized/options.h, computed again from their documentation.
#pragma once

#include <vector>

#include <quantcheck/optimized/options.h>

namespace quantcheck::test {

/// The scale and zero of GridFit::extent. Every operation is rounded to float.
struct Extent {
  float scale = 0;
  Code zero = 0;
};
Extent extent_of(const std::vector<float>& weights, const optimized::GridOptions& options);

/// The scale of GridFit::least_squares. The weights are in the order they are processed in.
float least_squares_scale(const std::vector<float>& weights, const Extent& extent,
                          const optimized::GridOptions& options);

/// The sum of squared errors of plain rounding. It is computed in float, as the scale is chosen by it.
float squared_error(const std::vector<float>& weights, float scale, Code zero,
                    const optimized::GridOptions& options);

}  // namespace quantcheck::test
