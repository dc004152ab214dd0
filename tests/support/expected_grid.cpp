#include <quantcheck/tests/support/expected_grid.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/tests/support/rounded.h>

namespace quantcheck::test {

using optimized::GridOptions;

namespace {

constexpr float least_scale = std::numeric_limits<float>::min();

Index levels_of(const GridOptions& options) {
  return options.levels != 0 ? options.levels : (Index{1} << options.bits) - 1;
}

}  // namespace

Extent extent_of(const std::vector<float>& weights, const GridOptions& options) {
  float low = std::min(0.0F, *std::min_element(weights.begin(), weights.end()));
  float high = std::max(0.0F, *std::max_element(weights.begin(), weights.end()));
  if (low == 0 && high == 0) {
    low = -1;
    high = 1;
  }
  const auto levels = static_cast<float>(levels_of(options));
  if (options.symmetric) return {std::max(std::max(-low, high) / (levels / 2), least_scale), 0};
  const float scale = std::max((high - low) / levels, least_scale);
  return {scale, static_cast<Code>(std::nearbyint(-low / scale))};
}

float least_squares_scale(const std::vector<float>& weights, const Extent& extent,
                          const GridOptions& options) {
  float best = extent.scale;
  float least = std::numeric_limits<float>::infinity();
  for (int percent = 100; percent > 20; --percent) {
    const float scale = std::max(extent.scale * (static_cast<float>(percent) / 100), least_scale);
    const float error = squared_error(weights, scale, extent.zero, options);
    if (!(error < least)) continue;
    best = scale;
    least = error;
  }
  return best;
}

float squared_error(const std::vector<float>& weights, float scale, Code zero, const GridOptions& options) {
  const float half = options.symmetric ? std::ceil(static_cast<float>(levels_of(options)) / 2) : 0;
  const float first = -half - static_cast<float>(zero);
  const float last = first + static_cast<float>(levels_of(options));
  float sum = 0;
  for (const float w : weights) {
    const float steps = std::clamp(rounded(w / scale, options.rounding), first, last);
    const float miss = std::fma(-scale, steps, w);
    sum = std::fma(miss, miss, sum);
  }
  return sum;
}

}  // namespace quantcheck::test
