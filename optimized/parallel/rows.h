// What the sweeps over the rows of a layer have in common.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <quantcheck/optimized/factor.h>
#include <quantcheck/optimized/kernels/jobs.h>

namespace quantcheck::optimized {

/// Throws Error unless the weights are there, at least one row of `in` columns.
void check_weight(const MatrixView<const float>& weight, Index in);

/// The columns of a layer as its factor has them.
struct LayerColumns {
  std::vector<Index> position;     // when a column is processed
  std::unique_ptr<bool[]> zeroed;  // its weights count as 0
};
LayerColumns columns_of(const Order& order, const FactorStatus& status);

/// work(scratch, begin, end) for chunks of rows that make up all, on as many threads as asked for. Whether
/// none of them failed.
bool sweep_chunks(const Sweep& sweep, const Execution& execution,
                  const std::function<void(const SweepScratch&, Index, Index)>& work);

/// The sweep itself does not see the weights that count as 0.
bool zeroed_are_finite(const Sweep& sweep);

/// Throws an Error that names the first weight that is not finite, if there is one.
void refuse_not_finite(const MatrixView<const float>& weight);

}  // namespace quantcheck::optimized
