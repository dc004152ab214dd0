// The grid of weights that are known up to an error.
#pragma once

#include <optional>
#include <span>

#include <quantcheck/proofs_check/certified/interval.h>
#include <quantcheck/proofs_check/quantize/options.h>
#include <quantcheck/reference/fit_grid.h>

namespace quantcheck::check {

/// The grid that reference/fit_grid.h fits to any doubles in these intervals; nothing where it is not told
/// that all have the same. Throws Error as covering_grid does.
std::optional<reference::GroupGrid> grid_of_intervals(std::span<const Interval> weights,
                                                      const GridShape& shape, const QuantizeOptions& options);

/// Whether the weight in an interval may be an end of the extent of all.
std::vector<bool> may_be_ends(std::span<const Interval> weights);

}  // namespace quantcheck::check
