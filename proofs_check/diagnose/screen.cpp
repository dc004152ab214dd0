#include <quantcheck/proofs_check/diagnose/screen.h>

#include <algorithm>
#include <limits>

#include <quantcheck/proofs_check/replay/replay_layer.h>
#include <quantcheck/reference/criteria/box.h>
#include <quantcheck/reference/criteria/residual.h>

namespace quantcheck::check {

double largest_excess_in_double(const Case& c, const Hypothesis& hypothesis) try {
  const auto factor = replay_udu<double>(replay_hessian<double>(c, hypothesis), hypothesis);
  const auto weight = replay_weight<double>(c);
  const Grid<double> grid = hypothetical_grid(c, hypothesis);
  double largest = 0;
  for (Index row = 0; row < c.layer.out; ++row) {
    const auto e = reference::error_of(weight, c.codes, grid, hypothesis.order, row);
    const auto v = reference::residual(e, factor);
    for (Index k = 0; k < c.layer.in; ++k) {
      const Index column = hypothesis.order[k];
      const auto position = reference::box_position(grid, row, column, c.codes(row, column), v(k));
      if (position.asked) largest = std::max(largest, position.excess);
    }
  }
  return largest;
} catch (const reference::NotPositiveDefinite&) {
  return std::numeric_limits<double>::infinity();
}

}  // namespace quantcheck::check
