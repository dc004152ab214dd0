#include <quantcheck/optimized/parallel/rows.h>

#include <algorithm>
#include <cmath>
#include <string>

#include <quantcheck/optimized/checks/matrix.h>
#include <quantcheck/optimized/memory/scratch.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/words.h>

namespace quantcheck::optimized {

void check_weight(const MatrixView<const float>& weight, Index in) {
  if (weight.rows < 1 || weight.cols != in)
    throw Error("the weights are " + std::to_string(weight.rows) + " x " + std::to_string(weight.cols) +
                ", the hessian has " + std::to_string(in) + " inputs");
  if (!is_there(weight))
    throw Error("the weights are not there, or their rows overlap: " +
                shape(weight.rows, weight.cols, weight.stride));
}

LayerColumns columns_of(const Order& order, const FactorStatus& status) {
  LayerColumns columns{std::vector<Index>(order.size()), std::make_unique<bool[]>(order.size())};
  for (Index k = 0; k < std::ssize(order); ++k) columns.position[order[k]] = k;
  if (status.dead_inputs == DeadInputs::zero)
    for (const Index column : status.dead) columns.zeroed[column] = true;
  return columns;
}

bool sweep_chunks(const Sweep& sweep, const Execution& execution,
                  const std::function<void(const SweepScratch&, Index, Index)>& work) {
  Team& team = team_of(thread_count(execution.threads));
  const Index out = sweep.weight.rows;
  const Index strips = strips_together(out, team.size());
  const Index rows = strips * strip_rows<float>;
  const Index chunks = (out + rows - 1) / rows;
  std::vector<Scratch> scratch;
  scratch.reserve(team.size());
  for (Index rank = 0; rank < std::min<Index>(team.size(), chunks); ++rank)
    scratch.emplace_back(sweep, strips);
  team.run([&](int rank) {
    if (rank >= chunks) return;
    for (Index i = team.next(); i < chunks; i = team.next())
      work(scratch[rank].view(), i * rows, std::min((i + 1) * rows, out));
  });
  return std::none_of(scratch.begin(), scratch.end(), [](const Scratch& s) { return s.failed(); });
}

bool zeroed_are_finite(const Sweep& sweep) {
  for (Index column = 0; column < sweep.weight.cols; ++column)
    for (Index row = 0; sweep.zeroed[column] && row < sweep.weight.rows; ++row)
      if (!std::isfinite(sweep.weight(row, column))) return false;
  return true;
}

void refuse_not_finite(const MatrixView<const float>& weight) {
  for (Index row = 0; row < weight.rows; ++row)
    for (Index column = 0; column < weight.cols; ++column)
      if (!std::isfinite(weight(row, column)))
        throw Error("the weight at " + place(row, column) + " is not finite");
}

}  // namespace quantcheck::optimized
