#include <algorithm>
#include <cmath>
#include <string>

#include <quantcheck/optimized/checks/choice.h>
#include <quantcheck/optimized/checks/columns.h>
#include <quantcheck/optimized/dispatch/select.h>
#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/parallel/rows.h>
#include <quantcheck/optimized/quantize.h>
#include <quantcheck/optimized/words.h>

namespace quantcheck::optimized {
namespace {

void check_factor(const Factor& factor) {
  check_factored(factor.in, factor.order, factor.status, factor.panels);
  check_choice("method", factor.method, Method::gptq);
}

void check_options(const GridOptions& options) {
  if (options.levels == 0 && (options.bits < 2 || options.bits > 8))
    throw Error("bits: " + std::to_string(options.bits) + " is not in 2 .. 8");
  if (options.levels < 0 || options.levels > 65535)
    throw Error("levels: " + std::to_string(options.levels) + " is not in 1 .. 65535");
  if (options.group_size < 0) throw Error("the group size is negative");
  check_choice("fit", options.fit, GridFit::least_squares);
  check_choice("scales", options.scales, GroupScales::current);
  check_choice("rounding", options.rounding, Rounding::half_away);
}

GridShape shape_of(const GridOptions& options) {
  return {options.levels > 0 ? options.levels : (Code{1} << options.bits) - 1, options.symmetric};
}

constexpr Code grid_limit = Code{1} << 22;

bool is_small(Code code) { return -grid_limit < code && code < grid_limit; }

void check_grid(const Grid<float>& grid, Index out, Index in) {
  const Index cells = static_cast<Index>(grid.scale.size());
  if (cells < 1 || cells % out != 0 || cells / out != grid.groups ||
      static_cast<Index>(grid.zero.size()) != cells || static_cast<Index>(grid.group_index.size()) != in)
    throw Error("the grid's shape is not that of the weights");
  const auto where = [&grid](Index cell) {
    return "row " + std::to_string(cell / grid.groups) + ", group " + std::to_string(cell % grid.groups);
  };
  for (Index i = 0; i < cells; ++i) {
    if (!(grid.scale[i] > 0) || std::isinf(grid.scale[i]))
      throw Error("the scale of " + where(i) + " is not positive and finite");
    if (!is_small(grid.zero[i])) throw Error("the zero of " + where(i) + " is too large");
  }
  for (Index column = 0; column < in; ++column)
    if (grid.group_index[column] < 0 || grid.group_index[column] >= grid.groups)
      throw Error("column " + std::to_string(column) + " is in group " +
                  std::to_string(grid.group_index[column]) + " of " + std::to_string(grid.groups));
  const CodeRange& range = grid.range;
  if ((range.min && !is_small(*range.min)) || (range.max && !is_small(*range.max)) ||
      (range.min && range.max && *range.min > *range.max))
    throw Error("the range of codes is empty or too large");
}

// A grid whose scales and zeros are still to be fitted.
Grid<float> empty_grid(const GridOptions& options, const Order& order, Index out) {
  const Index in = static_cast<Index>(order.size());
  const Index size = options.group_size == 0 ? in : std::min(options.group_size, in);
  Grid<float> grid;
  grid.groups = (in + size - 1) / size;
  grid.scale.resize(out * grid.groups);
  grid.zero.resize(out * grid.groups);
  grid.group_index.resize(in);
  for (Index k = 0; k < in; ++k)
    grid.group_index[order[k]] = (options.scales == GroupScales::current ? k : order[k]) / size;
  if (options.clip) grid.range = {shape_of(options).min(), shape_of(options).max()};
  return grid;
}

SweepGrid sweep_grid(Grid<float>& grid, Rounding rounding) {
  SweepGrid result;
  result.rounding = rounding;
  if (grid.range.min) result.min = static_cast<float>(*grid.range.min);
  if (grid.range.max) result.max = static_cast<float>(*grid.range.max);
  result.groups = grid.groups;
  result.scale = grid.scale.data();
  result.zero = grid.zero.data();
  return result;
}

// Throws an Error for a scale that is infinite, with which no decision is made. The weight at fault is the
// largest of its group, not the one that is processed first. Where scales are current, they are fitted to the
// weights that the errors so far have left, which are gone by now.
[[noreturn]] void refuse_scale(const Sweep& sweep, const Grid<float>& grid, Index row, Index column,
                               Index step) {
  const Index group = grid.group_index[column];
  const std::string reason = "row " + std::to_string(row) + ", group " + std::to_string(group);
  if (sweep.grid.current)
    throw Error(reason + " (step " + std::to_string(step) +
                "): the scale of the weights, as compensated by then, leaves the range of float");
  Index largest = column;
  for (Index j = 0; j < sweep.weight.cols; ++j)
    if (grid.group_index[j] == group && !sweep.zeroed[j] &&
        std::fabs(sweep.weight(row, j)) > std::fabs(sweep.weight(row, largest)))
      largest = j;
  throw Error(place(row, largest) + ": with the weight " +
              number(static_cast<double>(sweep.weight(row, largest))) + " the scale of group " +
              std::to_string(group) + " leaves the range of float");
}

// Throws an Error that names what stopped a sweep: a weight or a scale that is not finite, or the first
// decision that float could not make.
[[noreturn]] void explain_failure(const Sweep& sweep, const Grid<float>& grid, const Order& order) {
  refuse_not_finite(sweep.weight);
  for (Index k = 0; k < sweep.weight.cols; ++k)
    for (Index row = 0; row < sweep.weight.rows; ++row) {
      if (sweep.codes(row, order[k]) != no_code) continue;
      if (!std::isfinite(grid.scale_at(row, order[k]))) refuse_scale(sweep, grid, row, order[k], k);
      throw Error(place(row, order[k]) + " (step " + std::to_string(k) +
                  "): the target leaves the range of float, or its code is not below 2^24");
    }
  throw Error("a target leaves the range of float");
}

Quantized run_sweep(const MatrixView<const float>& weight, const Factor& factor, Grid<float> grid,
                    SweepGrid job, const Execution& execution) {
  const Index in = factor.in;
  const Kernels& kernels = kernels_of(execution);
  Quantized result{weight.rows,     in,           Buffer<std::int32_t>(weight.rows * in),
                   std::move(grid), factor.order, factor.status};

  std::vector<Index> group_of(in);
  for (Index k = 0; k < in; ++k) group_of[k] = result.grid.group_index[factor.order[k]];
  job.group_of = group_of.data();
  const LayerColumns columns = columns_of(factor.order, factor.status);
  const Sweep sweep{weight,
                    columns.position.data(),
                    columns.zeroed.get(),
                    {factor.panels.data()},
                    factor.method == Method::gptq,
                    job,
                    {result.codes.data(), weight.rows, in, in}};
  const bool done = sweep_chunks(sweep, execution, [&](const SweepScratch& scratch, Index begin, Index end) {
    kernels.sweep_rows(sweep, scratch, begin, end);
  });
  if (!done || !zeroed_are_finite(sweep)) explain_failure(sweep, result.grid, factor.order);
  return result;
}

}  // namespace

Quantized quantize(MatrixView<const float> weight, const Factor& factor, const GridOptions& options,
                   const Execution& execution) {
  const DefaultEnvironment environment;
  check_factor(factor);
  check_weight(weight, factor.in);
  check_options(options);
  Grid<float> grid = empty_grid(options, factor.order, weight.rows);
  SweepGrid job = sweep_grid(grid, options.rounding);
  job.symmetric = options.symmetric;
  job.least_squares = options.fit == GridFit::least_squares;
  job.current = options.scales == GroupScales::current;
  job.levels = static_cast<float>(shape_of(options).levels);
  job.fit_min = static_cast<float>(shape_of(options).min());
  job.fit_max = job.fit_min + job.levels;
  job.group_size = options.group_size == 0 ? factor.in : std::min(options.group_size, factor.in);
  return run_sweep(weight, factor, std::move(grid), job, execution);
}

Quantized quantize(MatrixView<const float> weight, const Factor& factor, const Grid<float>& grid,
                   Rounding rounding, const Execution& execution) {
  const DefaultEnvironment environment;
  check_factor(factor);
  check_weight(weight, factor.in);
  check_choice("rounding", rounding, Rounding::half_away);
  check_grid(grid, weight.rows, factor.in);
  Grid<float> copy = grid;
  SweepGrid job = sweep_grid(copy, rounding);
  job.given = true;
  return run_sweep(weight, factor, std::move(copy), job, execution);
}

}  // namespace quantcheck::optimized
