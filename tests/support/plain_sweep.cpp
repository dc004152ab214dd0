#include <quantcheck/tests/support/plain_sweep.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/tests/support/rounded.h>

namespace quantcheck::test {
namespace {

using optimized::Factor;
using optimized::Method;

constexpr Index block = 256;

float entry(const Factor& factor, Index i, Index j) {
  const Index panel = j / 8;
  return factor.panels[32 * panel * (panel + 1) + i * 8 + j % 8];
}

// The chain of products with the errors of steps first .. last - 1, each fused with its sum.
float chain(const Factor& factor, const std::vector<float>& error, Index first, Index last, Index step) {
  float sum = 0;
  for (Index i = first; i < last; ++i) sum = std::fma(error[i], entry(factor, i, step), sum);
  return sum;
}

}  // namespace

std::vector<std::int32_t> plain_sweep(const MatrixView<const float>& weight, const Factor& factor,
                                      const Grid<float>& grid, Rounding rounding) {
  std::vector<bool> zeroed(factor.in);
  if (factor.status.dead_inputs == optimized::DeadInputs::zero)
    for (const Index column : factor.status.dead) zeroed[column] = true;
  std::vector<std::int32_t> codes(weight.rows * factor.in);
  std::vector<float> error(factor.in);
  for (Index row = 0; row < weight.rows; ++row)
    for (Index step = 0; step < factor.in; ++step) {
      const Index column = factor.order[step];
      const float w = zeroed[column] ? 0.0F : weight(row, column);
      float target = w;
      for (Index first = 0; first <= step; first += block)
        target += chain(factor, error, first, std::min(first + block, step), step);

      const float scale = grid.scale_at(row, column);
      const Code zero = grid.zero_at(row, column);
      float steps = rounded(target / scale, rounding);
      if (grid.range.min) steps = std::max(steps, static_cast<float>(*grid.range.min - zero));
      if (grid.range.max) steps = std::min(steps, static_cast<float>(*grid.range.max - zero));
      codes[row * factor.in + column] = static_cast<std::int32_t>(static_cast<Code>(steps) + zero);

      // On U the error of the weight itself is carried on, on U^-1 that of the target.
      error[step] =
          factor.method == Method::gptq ? std::fma(scale, steps, -target) : std::fma(-scale, steps, w);
    }
  return codes;
}

}  // namespace quantcheck::test
