// The box criterion: what makes a code a nearest-plane decision.
#pragma once

#include <optional>

#include <quantcheck/reference/grid.h>

namespace quantcheck::reference {

/// Where a decision stands. Distances are in scales. A side on which the cell has no end is measured by the
/// other side, and in a grid of a single code by half a scale.
template <class Number>
struct BoxPosition {
  Number r;              // v_j / s_j, from what the code stands for to the target
  Number excess;         // of |r| over where the code's cell ends on that side; negative inside; see `asked`
  bool asked = false;    // false where the cell has no end on that side: nothing is asked there
  bool clipped = false;  // nothing is asked, and |r| exceeds where the cell ends on the other side
};

/// The box criterion. Codes are a nearest-plane result for (W, H, grid, order) if and only if at every row
/// and column the residual v lies in the code's cell: -below <= v <= above, as far as it has ends. Proof, by
/// induction over the steps: the decision at step j is a code nearest to t_j, which is made of the row's own
/// earlier codes, and v = t_j - value(code). The cell is all targets to which the code is a nearest one, the
/// ends being the choices of a tie. With r = v_j / s_j this is r <= 1/2 unless the code is qmax, and r >=
/// -1/2 unless it is qmin. (arXiv 2507.18553: a point of Babai's algorithm is one whose residual lies in the
/// box of the Gram-Schmidt vectors.)
template <class Number>
BoxPosition<Number> box_position(const Grid<Number>& grid, Index row, Index column, Code code,
                                 const Number& v) {
  const Number& scale = grid.scale_at(row, column);
  const Cell<Number> around = cell(grid, row, column, code);
  const bool upward = v > Number(0);
  const std::optional<Number>& end = upward ? around.above : around.below;
  const std::optional<Number>& other_end = upward ? around.below : around.above;
  const Number unit = scale > Number(0) ? scale : -scale;
  const Number reach = end ? *end / unit : other_end ? *other_end / unit : Number(1) / Number(2);

  BoxPosition<Number> position;
  position.r = v / scale;
  position.excess = (position.r > Number(0) ? position.r : -position.r) - reach;
  position.asked = end.has_value();
  position.clipped = !end && position.excess > Number(0);
  return position;
}

}  // namespace quantcheck::reference
