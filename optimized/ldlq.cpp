#include <quantcheck/optimized/ldlq.h>

#include <algorithm>
#include <atomic>
#include <numeric>
#include <string>

#include <quantcheck/optimized/checks/choice.h>
#include <quantcheck/optimized/checks/columns.h>
#include <quantcheck/optimized/dispatch/select.h>
#include <quantcheck/optimized/hessian/panels.h>
#include <quantcheck/optimized/lattice/codes.h>
#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/parallel/lowest.h>
#include <quantcheck/optimized/parallel/rows.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/voronoi.h>
#include <quantcheck/optimized/words.h>

namespace quantcheck::optimized {
namespace {

Index block_count(Index in) { return round_up(in, panel_columns) / panel_columns; }

Order columns_in(BlockOrder block_order, Index in) {
  Order order(in);
  std::iota(order.begin(), order.end(), Index{0});
  if (block_order == BlockOrder::first) return order;
  if (in % panel_columns != 0)
    throw Error("the last block first: " + std::to_string(in) + " columns are no multiple of " +
                std::to_string(panel_columns));
  for (Index k = 0; k < in; ++k)
    order[k] = in - panel_columns - k / panel_columns * panel_columns + k % panel_columns;
  return order;
}

// Divides by the panel's own triangle T: each row x above it becomes x T^-1, in double and rounded once. T
// becomes the identity, whose ones are not stored.
void divide_by_triangle(Index panel, float* entries) {
  const Index own = panel * panel_columns;
  double triangle[panel_columns][panel_columns];
  for (Index i = 0; i < panel_columns; ++i)
    for (Index j = 0; j < panel_columns; ++j) {
      triangle[i][j] = static_cast<double>(entries[(own + i) * panel_columns + j]);
      entries[(own + i) * panel_columns + j] = 0;
    }
  for (Index row = 0; row < own; ++row) {
    double x[panel_columns];
    for (Index j = 0; j < panel_columns; ++j) x[j] = static_cast<double>(entries[row * panel_columns + j]);
    for (Index i = 0; i < panel_columns; ++i)
      for (Index j = i + 1; j < panel_columns; ++j) x[j] -= x[i] * triangle[i][j];
    for (Index j = 0; j < panel_columns; ++j) entries[row * panel_columns + j] = static_cast<float>(x[j]);
  }
}

template <class T>
BlockFactor factorize_view(MatrixView<const T> hessian, BlockOrder block_order, FactorOptions options,
                           const Execution& execution) {
  check_choice("block order", block_order, BlockOrder::last);
  if (options.method != Method::nearest_plane || options.order != OrderKind::natural)
    throw Error("LDLQ by blocks takes the nearest plane's factor, and the order of the blocks");
  options.order = OrderKind::given;
  options.given_order = columns_in(block_order, std::max<Index>(hessian.cols, 0));
  Factor factor = factorize(hessian, options, execution);
  Team& team = team_of(thread_count(execution.threads));
  team.for_each(block_count(factor.in),
                [&](Index panel) { divide_by_triangle(panel, factor.panels.data() + panel_offset(panel)); });
  refuse_infinite(factor.panels, factor.order, factor.status.damping, team);
  return {factor.in, block_order, std::move(factor.order), std::move(factor.status),
          std::move(factor.panels)};
}

void check(const MatrixView<const float>& weight, const BlockFactor& factor,
           const ScaledCodes<float>& codes) {
  check_factored(factor.in, factor.order, factor.status, factor.panels);
  check_choice("block order", factor.block_order, BlockOrder::last);
  if (factor.order != columns_in(factor.block_order, factor.in))
    throw Error("the factor's columns are not in the order of its blocks");
  check_weight(weight, factor.in);
  check_ratio(codes.q, max_byte_ratio);
  check_betas(codes.beta);
}

}  // namespace

BlockFactor factorize_blocks(MatrixView<const float> hessian, BlockOrder block_order,
                             const FactorOptions& options, const Execution& execution) {
  const DefaultEnvironment environment;
  return factorize_view(hessian, block_order, options, execution);
}

BlockFactor factorize_blocks(MatrixView<const double> hessian, BlockOrder block_order,
                             const FactorOptions& options, const Execution& execution) {
  const DefaultEnvironment environment;
  return factorize_view(hessian, block_order, options, execution);
}

NestedLayer ldlq(MatrixView<const float> weight, const BlockFactor& factor, const ScaledCodes<float>& codes,
                 BetaChoice choice, const Execution& execution) {
  const DefaultEnvironment environment;
  check(weight, factor, codes);
  check_choice("choice of beta", choice, BetaChoice::first);
  const Kernels& kernels = kernels_of(execution);
  const Index blocks = block_count(factor.in);
  const Index size = weight.rows * blocks;
  NestedLayer result{weight.rows,
                     factor.in,
                     Buffer<std::uint8_t>(size * panel_columns),
                     Buffer<std::uint8_t>(size),
                     Buffer<std::uint8_t>(size),
                     factor.status};
  const LayerColumns columns = columns_of(factor.order, factor.status);
  LdlqSweep job;
  job.sweep.weight = weight;
  job.sweep.position = columns.position.data();
  job.sweep.zeroed = columns.zeroed.get();
  job.sweep.panels = {factor.panels.data()};
  job.codes = {nullptr,
               static_cast<int>(codes.q),
               codes.beta.data(),
               static_cast<int>(codes.beta.size()),
               choice == BetaChoice::first,
               result.code.data(),
               result.beta_index.data(),
               result.overload.data()};
  job.last_first = factor.block_order == BlockOrder::last;

  std::atomic<Index> stopped{blocks};
  sweep_chunks(job.sweep, execution, [&](const SweepScratch& scratch, Index begin, Index end) {
    lower(stopped, kernels.ldlq_rows(job, scratch, begin, end));
  });
  if (stopped < blocks || !zeroed_are_finite(job.sweep)) {
    refuse_not_finite(weight);
    throw Error("step " + std::to_string(stopped) + ": a target of 2^21 or more times the smallest beta, " +
                number(static_cast<double>(codes.beta.front())));
  }
  return result;
}

}  // namespace quantcheck::optimized
