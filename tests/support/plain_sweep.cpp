#include <quantcheck/tests/support/plain_sweep.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/tests/support/expected_grid.h>
#include <quantcheck/tests/support/plain_factor.h>
#include <quantcheck/tests/support/rounded.h>

namespace quantcheck::test {
namespace {

using optimized::Factor;
using optimized::GridOptions;
using optimized::Method;

constexpr Index block = 256;

// A row, whose codes are decided one processing step after another.
class Row {
 public:
  Row(const MatrixView<const float>& weight, const Factor& factor, Index row)
      : factor_(factor), weight_(factor.in), error_(factor.in) {
    for (Index k = 0; k < factor.in; ++k) weight_[k] = weight(row, factor.order[k]);
    if (factor.status.dead_inputs == DeadInputs::zero)
      for (Index k = 0; k < factor.in; ++k)
        if (std::ranges::count(factor.status.dead, factor.order[k]) > 0) weight_[k] = 0;
  }

  float target(Index step) const {
    float sum = weight_[step];
    for (Index first = 0; first <= step; first += block)
      sum += chain(first, std::min(first + block, step), step);
    return sum;
  }

  /// Decides on the code of a step, and keeps its error for the later steps to make up for.
  std::int32_t decide(Index step, float scale, Code zero, const CodeRange& range, Rounding rounding) {
    const float t = target(step);
    float steps = rounded(t / scale, rounding);
    if (range.min) steps = std::max(steps, static_cast<float>(*range.min - zero));
    if (range.max) steps = std::min(steps, static_cast<float>(*range.max - zero));
    // U propagates the errors of the weights, U^-1 those of the targets.
    error_[step] = on_inverse() ? std::fma(scale, steps, -t) : std::fma(-scale, steps, weight_[step]);
    return static_cast<std::int32_t>(static_cast<Code>(steps) + zero);
  }

  /// The targets that steps begin .. end - 1 would have if none of them were rounded.
  std::vector<float> compensated(Index begin, Index end) {
    const std::vector<float> kept = error_;
    std::vector<float> targets;
    for (Index k = begin; k < end; ++k) {
      targets.push_back(target(k));
      error_[k] = on_inverse() ? 0.0F : weight_[k] - targets.back();
    }
    error_ = kept;
    return targets;
  }

 private:
  bool on_inverse() const { return factor_.method == Method::gptq; }

  // The sum of the products with the errors of steps first .. last - 1: a chain of fused multiply-adds from
  // 0.
  float chain(Index first, Index last, Index step) const {
    float sum = 0;
    for (Index i = first; i < last; ++i) sum = std::fma(error_[i], panel_entry(factor_.panels, i, step), sum);
    return sum;
  }

  const Factor& factor_;
  std::vector<float> weight_;
  std::vector<float> error_;
};

}  // namespace

std::vector<std::int32_t> plain_sweep(const MatrixView<const float>& weight, const Factor& factor,
                                      const Grid<float>& grid, Rounding rounding) {
  std::vector<std::int32_t> codes(weight.rows * factor.in);
  for (Index r = 0; r < weight.rows; ++r) {
    Row row(weight, factor, r);
    for (Index step = 0; step < factor.in; ++step) {
      const Index column = factor.order[step];
      codes[r * factor.in + column] =
          row.decide(step, grid.scale_at(r, column), grid.zero_at(r, column), grid.range, rounding);
    }
  }
  return codes;
}

Grid<float> plain_current_grid(const MatrixView<const float>& weight, const Factor& factor,
                               const GridOptions& options, const CodeRange& range) {
  const Index size = options.group_size == 0 ? factor.in : std::min(options.group_size, factor.in);
  Grid<float> grid;
  grid.groups = (factor.in + size - 1) / size;
  for (Index r = 0; r < weight.rows; ++r) {
    Row row(weight, factor, r);
    for (Index begin = 0; begin < factor.in; begin += size) {
      const Index end = std::min(begin + size, factor.in);
      const std::vector<float> values = row.compensated(begin, end);
      Extent extent = extent_of(values, options);
      if (options.fit == GridFit::least_squares) extent.scale = least_squares_scale(values, extent, options);
      grid.scale.push_back(extent.scale);
      grid.zero.push_back(extent.zero);
      for (Index k = begin; k < end; ++k) row.decide(k, extent.scale, extent.zero, range, options.rounding);
    }
  }
  return grid;
}

}  // namespace quantcheck::test
