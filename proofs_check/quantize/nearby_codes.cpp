#include <quantcheck/proofs_check/quantize/nearby_codes.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/optimized/kernels/layout.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/quantize.h>
#include <quantcheck/optimized/residuals.h>
#include <quantcheck/proofs_check/exact/row_chunks.h>
#include <quantcheck/proofs_check/quantize/steps.h>

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
  std::vector<float> weight(c.layer.weight.size());
  c.layer.weight.visit([&](const auto& number) {
    for (Index k = 0; k < std::ssize(weight); ++k) weight[k] = static_cast<float>(number(k));
  });
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

// The error of a code, as scaled.
double error_in_double(const Case& c, const CertifiedFactor& factor, Index row, Index step, Code code) {
  const Index column = factor.factor.order[step];
  const double unit = factor.hessian.scaling[column];
  return c.weight_at(row, column) / unit -
         c.grid.scale_at(row, column) / unit * static_cast<double>(code - c.grid.zero_at(row, column));
}

/// The sweep of a few rows, from a step on at or before which all of them start.
class Sweep {
 public:
  /// `carried` is what the errors of the steps before these add to their targets, of steps.end - steps.begin
  /// entries for each row.
  Sweep(const Case& c, const CertifiedFactor& factor, std::span<const DecisionPlace> starts,
        const Steps& steps, const double* carried)
      : case_(c),
        factor_(factor),
        starts_(starts),
        steps_(steps),
        carried_(carried),
        error_(std::ssize(starts), steps.end - steps.begin) {
    for (Index r = 0; r < std::ssize(starts); ++r)
      for (Index k = steps.begin; k < starts[r].step; ++k)
        set_error(r, k, c.codes(starts[r].row, factor.factor.order[k]));
  }

  /// Writes the codes of the steps from the first row on that is given.
  void run(Codes& codes, Index first_row) {
    for (Index begin = steps_.begin; begin < steps_.end; begin += steps_together)
      sweep_block(begin, std::min(begin + steps_together, steps_.end), codes, first_row);
  }

 private:
  void set_error(Index r, Index step, Code code) {
    error_(r, step - steps_.begin) = error_in_double(case_, factor_, starts_[r].row, step, code);
  }

  void sweep_block(Index begin, Index end, Codes& codes, Index first_row) {
    const Index first = steps_.begin;
    const Index rows = std::ssize(starts_);
    Matrix<double> upper = Matrix<double>::Zero(end - first, end - begin);
    for (Index j = begin; j < end; ++j)
      for (Index i = first; i < j; ++i) upper(i - first, j - begin) = factor_.factor.entry(i, j);
    Matrix<double> carried = error_.leftCols(begin - first) * upper.topRows(begin - first);
    for (Index r = 0; r < rows; ++r)
      for (Index k = begin; k < end; ++k)
        carried(r, k - begin) += carried_[r * (steps_.end - first) + k - first];
    for (Index k = begin; k < end; ++k) {
      const Index column = factor_.factor.order[k];
      const double unit = factor_.hessian.scaling[column];
      for (Index r = 0; r < rows; ++r) {
        const Index row = starts_[r].row;
        Code& to = codes(first_row + r, k - first);
        if (k < starts_[r].step) {
          to = case_.codes(row, column);
        } else {
          const double target = case_.weight_at(row, column) / unit + carried(r, k - begin);
          const double scale = case_.grid.scale_at(row, column) / unit;
          to = near_code(case_.grid.range, target / scale, case_.grid.zero_at(row, column));
          set_error(r, k, to);
        }
        for (Index j = k + 1; j < end; ++j)
          carried(r, j - begin) += error_(r, k - first) * upper(k - first, j - begin);
      }
    }
  }

  const Case& case_;
  const CertifiedFactor& factor_;
  std::span<const DecisionPlace> starts_;
  Steps steps_;
  const double* carried_;
  Matrix<double> error_;  // scaled, by row and processing step
};

// The codes of these steps in some rows (starts x steps), from what is carried to them.
Codes swept(const Case& c, const CertifiedFactor& factor, std::span<const DecisionPlace> starts,
            const Steps& steps, const double* carried) {
  Codes codes(std::ssize(starts), steps.end - steps.begin);
  const Index tasks = (std::ssize(starts) + rows_of_task - 1) / rows_of_task;
  optimized::team_of(optimized::thread_count(0)).for_each(tasks, [&](Index task) {
    const Index first = task * rows_of_task;
    Sweep(c, factor, starts.subspan(first, std::min(rows_of_task, std::ssize(starts) - first)), steps,
          carried + first * (steps.end - steps.begin))
        .run(codes, first);
  });
  return codes;
}

// What the errors of the steps before `steps` add to the targets of these steps, by row.
optimized::Buffer<double> carried_to(const Case& c, const CertifiedFactor& factor,
                                     std::span<const DecisionPlace> starts, const Steps& steps) {
  Matrix<double> errors = Matrix<double>::Zero(std::ssize(starts), steps.end);
  optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(starts), [&](Index r) {
    for (Index k = 0; k < steps.begin; ++k)
      errors(r, k) =
          error_in_double(c, factor, starts[r].row, k, c.codes(starts[r].row, factor.factor.order[k]));
  });
  return optimized::residuals_from(factor.factor, {errors.data(), errors.rows(), steps.end, steps.end},
                                   steps.begin);
}

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
  for (Index r = 0; r < count; ++r) {
    const std::vector<Code> row = c.codes.row(starts[r].row);
    std::copy(row.begin(), row.end(), &codes(r, 0));
  }
  const Steps steps{std::ranges::min_element(starts, {}, &DecisionPlace::step)->step, end};
  const Index together = rows_together(end);
  for (Index chunk = 0; chunk < count; chunk += together) {
    const std::span<const DecisionPlace> rows = starts.subspan(chunk, std::min(together, count - chunk));
    const Codes found = swept(c, factor, rows, steps, carried_to(c, factor, rows, steps).data());
    for (Index r = 0; r < std::ssize(rows); ++r)
      for (Index k = steps.begin; k < steps.end; ++k)
        codes(chunk + r, factor.factor.order[k]) = found(r, k - steps.begin);
  }
  return codes;
}

void put_group_codes_in_double(Case& c, const CertifiedFactor& factor, std::span<const DecisionPlace> starts,
                               const CarriedErrors& carried) {
  Matrix<double> of_rows(std::ssize(starts), carried.size());
  for (Index r = 0; r < std::ssize(starts); ++r) of_rows.row(r) = carried.value.row(starts[r].row);
  const Codes found = swept(c, factor, starts, {carried.begin, carried.end}, of_rows.data());
  Codes& codes = c.codes.edit();
  for (Index r = 0; r < std::ssize(starts); ++r)
    for (Index k = carried.begin; k < carried.end; ++k)
      codes(starts[r].row, factor.factor.order[k]) = found(r, k - carried.begin);
}

}  // namespace quantcheck::check
