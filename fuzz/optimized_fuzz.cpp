// The optimized quantizer on any small layer, unusual numbers included. The outcome is the same on every
// target and for one thread and three. Where the layer is well posed, the exact judge calls no decision wrong
// by 1/64 of a scale or more.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <quantcheck/fuzz/bytes.h>
#include <quantcheck/fuzz/require.h>
#include <quantcheck/optimized/quantize.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/tests/support/judged.h>
#include <quantcheck/tests/support/same_bits.h>

using namespace quantcheck;
using namespace quantcheck::optimized;
using fuzz::Bytes;
using fuzz::require;

namespace {

float read_number(Bytes& bytes) {
  constexpr float odd[] = {
      0.0F,
      -0.0F,
      0x1p-149F,         // the least float
      -0x1p-126F,        // the least normal one
      0x1.fffffep127F,   // the greatest
      -0x1.fffffep127F,  // and the most negative
      INFINITY,
      -INFINITY,
      NAN,
      0x1p-70F,  // its square is below the least float
      0x1p70F,   // and of this one beyond the greatest
      1.0F / 3,
      0x1p-24F,  // half of the last place of 1
      0x1p24F,   // above it not every integer is a float
      0.1F,
      -1.5F,
  };
  const std::uint8_t kind = bytes.byte();
  if (kind < 200) return static_cast<float>(static_cast<std::int8_t>(bytes.byte())) / 16;
  if (kind < 230) return static_cast<float>(static_cast<std::int8_t>(bytes.byte())) * 0.0123F;
  return kind < 250 ? odd[bytes.below(16)] : bytes.any_float();
}

struct Task {
  Index out = 0;
  Index in = 0;
  std::vector<float> weight;
  std::vector<float> hessian;
  FactorOptions factor;
  GridOptions fit;
  std::optional<Grid<float>> grid;  // nullopt where it is to be fitted

  MatrixView<const float> weights() const { return {weight.data(), out, in, in}; }
  MatrixView<const float> hessians() const { return {hessian.data(), in, in, in}; }
};

// A Hessian (in x in) that is made of four samples or of arbitrary entries. It is symmetric, but perhaps
// neither definite nor finite.
std::vector<float> read_hessian(Bytes& bytes, Index in) {
  std::vector<float> h(in * in);
  const bool sampled = bytes.below(4) != 0;
  std::vector<float> x(4 * in);
  for (float& entry : x) entry = sampled ? read_number(bytes) : 0;
  for (Index i = 0; i < in; ++i)
    for (Index j = 0; j <= i; ++j) {
      float sum = sampled ? 0 : read_number(bytes);
      for (Index sample = 0; sampled && sample < 4; ++sample) sum += x[sample * in + i] * x[sample * in + j];
      h[i * in + j] = h[j * in + i] = sum;
    }
  return h;
}

FactorOptions read_factor_options(Bytes& bytes, Index in) {
  FactorOptions options;
  options.method = bytes.flag() ? Method::gptq : Method::nearest_plane;
  options.order = static_cast<OrderKind>(bytes.below(4));
  for (Index k = 0; k < in; ++k) options.given_order.push_back(k);
  for (Index k = in - 1; k > 0; --k)
    std::swap(options.given_order[k], options.given_order[bytes.below(k + 1)]);
  options.damping = {static_cast<double>(bytes.below(32)) / 256, static_cast<double>(bytes.below(4)) / 8};
  options.dead_inputs = bytes.flag() ? DeadInputs::zero : DeadInputs::keep;
  options.retry = {static_cast<int>(bytes.below(3)), 0.25};
  return options;
}

GridOptions read_grid_options(Bytes& bytes) {
  GridOptions options;
  options.bits = static_cast<int>(bytes.below(8)) + 2;
  options.symmetric = bytes.flag();
  options.clip = bytes.flag();
  options.fit = bytes.flag() ? GridFit::least_squares : GridFit::extent;
  options.group_size = bytes.below(30);
  options.scales = bytes.flag() ? GroupScales::current : GroupScales::fixed;
  options.rounding = static_cast<Rounding>(bytes.below(3));
  return options;
}

Grid<float> read_grid(Bytes& bytes, Index out, Index in) {
  Grid<float> grid;
  grid.groups = bytes.below(3) + 1;
  for (Index j = 0; j < in; ++j) grid.group_index.push_back(bytes.below(grid.groups));
  for (Index k = 0; k < out * grid.groups; ++k) {
    grid.scale.push_back(std::fabs(read_number(bytes)));
    grid.zero.push_back(bytes.below(32) - 16);
  }
  if (bytes.flag()) grid.range.min = bytes.below(32) - 24;
  if (bytes.flag()) grid.range.max = grid.range.min.value_or(0) + bytes.below(16);
  return grid;
}

Task read_task(Bytes& bytes) {
  Task task;
  task.in = bytes.below(24) + 1;
  task.out = bytes.below(20) + 1;
  task.factor = read_factor_options(bytes, task.in);
  task.fit = read_grid_options(bytes);
  if (bytes.flag()) task.grid = read_grid(bytes, task.out, task.in);
  task.hessian = read_hessian(bytes, task.in);
  for (Index k = 0; k < task.out * task.in; ++k) task.weight.push_back(read_number(bytes));
  return task;
}

/// A factor and codes, or the words with which they were refused.
struct Outcome {
  Factor factor;
  Quantized result;
  std::string refusal;
};

Outcome run(const Task& task, const Execution& execution) {
  Outcome outcome;
  try {
    outcome.factor = factorize(task.hessians(), task.factor, execution);
    outcome.result = task.grid
                         ? quantize(task.weights(), outcome.factor, *task.grid, task.fit.rounding, execution)
                         : quantize(task.weights(), outcome.factor, task.fit, execution);
  } catch (const Error& error) {
    outcome.refusal = error.what();
  }
  return outcome;
}

void require_same(const Outcome& a, const Outcome& b) {
  require(a.refusal == b.refusal, "refused as \"" + a.refusal + "\" and as \"" + b.refusal + "\"");
  require(test::difference(a.factor, b.factor).empty(), "factor: " + test::difference(a.factor, b.factor));
  if (a.refusal.empty())
    require(test::difference(a.result, b.result).empty(), test::difference(a.result, b.result));
}

// Whether rounding in float32 is far from changing a decision: the Hessian is well conditioned, the weights
// are at most 2^12 scales, and the scales are not themselves made of rounding errors.
bool is_well_posed(const Task& task, const Outcome& outcome) {
  if (!task.grid && task.fit.scales == GroupScales::current) return false;
  const std::vector<double>& pivots = outcome.factor.pivots;
  double largest = outcome.factor.status.damping;
  for (Index j = 0; j < task.in; ++j)
    largest = std::max(largest, static_cast<double>(task.hessian[j * task.in + j]));
  if (*std::min_element(pivots.begin(), pivots.end()) < 1e-3 * largest) return false;
  float most = 0;
  for (const float w : task.weight) most = std::max(most, std::fabs(w));
  const std::vector<float>& scale = outcome.result.grid.scale;
  const float least = *std::min_element(scale.begin(), scale.end());
  return least > 0x1p-60F && most < 0x1p60F && most <= 0x1p12F * least;
}

void require_right(const Task& task, const Outcome& outcome) {
  const std::vector<double> hessian(task.hessian.begin(), task.hessian.end());
  const check::Case c = test::case_of(task.weights(), {hessian.data(), task.in, task.in, task.in},
                                      outcome.result, task.fit.rounding);
  const check::Judgement j = check::judge(c, check::as_declared(c));
  if (!j.first_wrong) return;
  require(j.first_wrong->excess < 1.0 / 64, "wrong by " + std::to_string(j.first_wrong->excess) +
                                                " steps at row " + std::to_string(j.first_wrong->row) +
                                                ", column " + std::to_string(j.first_wrong->column));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const Task task = read_task(bytes);
  const Outcome first = run(task, {available_targets().front(), 1});
  for (const Target target : available_targets())
    for (const int threads : {1, 3}) require_same(first, run(task, {target, threads}));
  constexpr Index judged = 12;  // the most inputs, as exact arithmetic under sanitizers is slow
  if (first.refusal.empty() && task.in <= judged && is_well_posed(task, first)) require_right(task, first);
  return 0;
}
