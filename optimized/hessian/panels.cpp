#include <atomic>
#include <cmath>
#include <limits>
#include <string>

#include <quantcheck/optimized/hessian/panels.h>
#include <quantcheck/optimized/kernels/layout.h>
#include <quantcheck/optimized/parallel/lowest.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/words.h>

namespace quantcheck::optimized {
namespace {

// There is no branch, so that the compiler can look at many entries at a time.
bool all_finite(const float* entries, Index size) {
  int unsound = 0;
  for (Index i = 0; i < size; ++i) unsound |= !(std::fabs(entries[i]) <= std::numeric_limits<float>::max());
  return unsound == 0;
}

}  // namespace

void refuse_infinite(const Buffer<float>& panels, const Order& order, double damping, Team& team) {
  const Index in = std::ssize(order);
  const Index count = round_up(in, panel_columns) / panel_columns;
  std::atomic<Index> lowest{count};
  team.for_each(count, [&](Index panel) {
    if (!all_finite(panels.data() + panel_offset(panel), panel_offset(panel + 1) - panel_offset(panel)))
      lower(lowest, panel);
  });
  const Index panel = lowest;
  if (panel == count) return;
  const float* entries = panels.data() + panel_offset(panel);
  Index at = 0;
  while (std::fabs(entries[at]) <= std::numeric_limits<float>::max()) ++at;
  const Index row = at / panel_columns;
  const Index step = panel * panel_columns + at % panel_columns;
  throw Error("the hessian's factor leaves the range of float: what the error of column " +
              std::to_string(order[row]) + " (step " + std::to_string(row) + ") adds to column " +
              std::to_string(order[step]) + " (step " + std::to_string(step) + "), damping " +
              number(damping) + "; more damping may help");
}

}  // namespace quantcheck::optimized
