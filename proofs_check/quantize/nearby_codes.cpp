#include <quantcheck/proofs_check/quantize/nearby_codes.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/optimized/kernels/layout.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/quantize.h>

namespace quantcheck::check {

using reference::Codes;
using reference::Matrix;

namespace {

// The factor as the quantizer in float32 takes it: unscaled.
optimized::Factor in_float(const CertifiedFactor& factor) {
  const optimized::DoubleFactor& from = factor.factor;
  optimized::Factor result;
  result.in = from.in;
  result.order = from.order;
  result.panels = optimized::Buffer<float>(from.panels.size());
  std::fill_n(result.panels.data(), from.panels.size(), 0.0F);
  constexpr Index width = optimized::panel_columns;
  const auto scaling = [&](Index k) { return factor.hessian.scaling[from.order[k]]; };
  optimized::team_of(optimized::thread_count(0)).for_each((from.in + width - 1) / width, [&](Index panel) {
    float* to = result.panels.data() + optimized::panel_offset(panel);
    for (Index j = panel * width; j < std::min((panel + 1) * width, from.in); ++j)
      for (Index i = 0; i < j; ++i)
        to[i * width + j % width] = static_cast<float>(from.entry(i, j) * (scaling(j) / scaling(i)));
  });
  return result;
}

std::vector<float> weights_in_float(const Case& c) {
  std::vector<float> weight(c.layer.weight.begin(), c.layer.weight.end());
  for (Index j = 0; j < c.layer.in; ++j)
    for (Index row = 0; c.declared.dead[j] && row < c.layer.out; ++row) weight[row * c.layer.in + j] = 0;
  return weight;
}

constexpr Index rows_of_task = 64;    // of a task
constexpr Index steps_together = 64;  // of one product of errors and a part of U

// More than any code that double tells.
constexpr double most_quotient = 0x1p52;

Code near_code(const CodeRange& range, double quotient, Code zero) {
  const double inside = quotient > -most_quotient ? std::min(quotient, most_quotient) : -most_quotient;
  Code code = static_cast<Code>(std::nearbyint(inside)) + zero;
  if (range.max) code = std::min(code, *range.max);
  if (range.min) code = std::max(code, *range.min);
  return code;
}

/// The sweep of a few rows, from the first of their steps on.
class Sweep {
 public:
  Sweep(const Case& c, const CertifiedFactor& factor, std::span<const DecisionPlace> starts, Index end)
      : case_(c), factor_(factor), starts_(starts), end_(end), error_(std::ssize(starts), end), first_(end) {
    for (const DecisionPlace& start : starts) first_ = std::min(first_, start.step);
    for (Index r = 0; r < std::ssize(starts); ++r)
      for (Index k = 0; k < starts[r].step; ++k)
        set_error(r, k, c.codes(starts[r].row, factor.factor.order[k]));
  }

  /// Writes the codes from the first row on that is given.
  void run(Codes& codes, Index first_row) {
    for (Index r = 0; r < std::ssize(starts_); ++r)
      codes.row(first_row + r) = case_.codes.row(starts_[r].row);
    for (Index begin = first_ / steps_together * steps_together; begin < end_; begin += steps_together)
      sweep_block(begin, std::min(begin + steps_together, end_), codes, first_row);
  }

 private:
  double unit(Index column) const { return factor_.hessian.scaling[column]; }

  double weight(Index r, Index column) const {
    return case_.weight_at(starts_[r].row, column) / unit(column);
  }

  void set_error(Index r, Index step, Code code) {
    const Index column = factor_.factor.order[step];
    const double scale = case_.grid.scale_at(starts_[r].row, column) / unit(column);
    const auto steps = static_cast<double>(code - case_.grid.zero_at(starts_[r].row, column));
    error_(r, step) = weight(r, column) - scale * steps;
  }

  void sweep_block(Index begin, Index end, Codes& codes, Index first_row) {
    Matrix<double> upper = Matrix<double>::Zero(end, end - begin);
    for (Index j = begin; j < end; ++j)
      for (Index i = 0; i < j; ++i) upper(i, j - begin) = factor_.factor.entry(i, j);
    Matrix<double> carried = error_.leftCols(begin) * upper.topRows(begin);
    for (Index k = begin; k < end; ++k) {
      const Index column = factor_.factor.order[k];
      for (Index r = 0; r < std::ssize(starts_); ++r) {
        if (k >= starts_[r].step) {
          const double target = weight(r, column) + carried(r, k - begin);
          const double scale = case_.grid.scale_at(starts_[r].row, column) / unit(column);
          const Code code =
              near_code(case_.grid.range, target / scale, case_.grid.zero_at(starts_[r].row, column));
          codes(first_row + r, column) = code;
          set_error(r, k, code);
        }
        for (Index j = k + 1; j < end; ++j) carried(r, j - begin) += error_(r, k) * upper(k, j - begin);
      }
    }
  }

  const Case& case_;
  const CertifiedFactor& factor_;
  std::span<const DecisionPlace> starts_;
  Index end_;
  Matrix<double> error_;  // scaled, by row and processing step
  Index first_;
};

}  // namespace

std::optional<Codes> codes_in_float(const Case& c, const CertifiedFactor& factor) {
  Grid<float> grid{c.grid.groups, {}, c.grid.zero, c.grid.group_index, c.grid.range};
  grid.scale.assign(c.grid.scale.begin(), c.grid.scale.end());
  const std::vector<float> weight = weights_in_float(c);
  try {
    const optimized::Quantized made = optimized::quantize(
        {weight.data(), c.layer.out, c.layer.in, c.layer.in}, in_float(factor), grid, c.declared.rounding);
    Codes codes(c.layer.out, c.layer.in);
    std::copy(made.codes.begin(), made.codes.end(), codes.data());
    return codes;
  } catch (const Error&) {
    return std::nullopt;
  }
}

Codes codes_in_double(const Case& c, const CertifiedFactor& factor, std::span<const DecisionPlace> starts,
                      Index end) {
  const Index count = std::ssize(starts);
  Codes codes(count, c.layer.in);
  const Index tasks = (count + rows_of_task - 1) / rows_of_task;
  optimized::team_of(optimized::thread_count(0)).for_each(tasks, [&](Index task) {
    const Index first = task * rows_of_task;
    Sweep(c, factor, starts.subspan(first, std::min(rows_of_task, count - first)), end).run(codes, first);
  });
  return codes;
}

}  // namespace quantcheck::check
