// The parts that the sweeps over the rows of a layer have in common.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <quantcheck/optimized/factor.h>
#include <quantcheck/optimized/kernels/jobs.h>

namespace quantcheck::optimized {

/// Throws Error unless the weights are there and have `in` columns and at least one row.
void check_weight(const MatrixView<const float>& weight, Index in);

/// The columns of a layer as its factor has them, an entry for each column.
struct LayerColumns {
  std::vector<Index> position;     // the step at which the column is processed
  std::unique_ptr<bool[]> zeroed;  // whether the column's weights count as 0
};
LayerColumns columns_of(const Order& order, const FactorStatus& status);

/// Calls work(scratch, begin, end) for chunks of rows that together make up all rows, on as many threads as
/// asked for. Returns whether none of them failed.
bool sweep_chunks(const Sweep& sweep, const Execution& execution,
                  const std::function<void(const SweepScratch&, Index, Index)>& work);

/// Whether the weights that count as 0 are finite, which the sweep itself does not see.
bool zeroed_are_finite(const Sweep& sweep);

/// Throws an Error that names the first weight that is not finite, if there is one.
void refuse_not_finite(const MatrixView<const float>& weight);

}  // namespace quantcheck::optimized
