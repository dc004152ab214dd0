// The box criterion, which says of a code whether it is a nearest-plane decision.
#pragma once

#include <optional>

#include <quantcheck/reference/grid.h>

namespace quantcheck::reference {

/// The position of a decision relative to the cell of its code. Distances are in scales. The reach of the
/// cell on the side of the target is the distance from the value of the code to the end of the cell there.
/// Where the cell has no end on that side, the reach of the other side is taken, and in a grid of a single
/// code half a scale.
template <class Number>
struct BoxPosition {
  Number r;              // v_j / s_j, the distance from the value of the code to the target
  Number excess;         // |r| less that reach; where `asked`, positive if v lies outside of the cell
  bool asked = false;    // whether the cell has an end on the side of the target; else every v passes
  bool clipped = false;  // the cell has no end on that side, and the excess is positive
};

/// The box criterion for one decision, whose residual is v = v_j.
///
/// Codes are a nearest-plane result for (W, H, grid, order) if and only if at every row and column the
/// residual v lies in the cell of the code: -below <= v <= above, as far as the cell has ends. Proof, by
/// induction over the steps: the decision at step j is a code nearest to t_j, which is computed from the
/// row's own earlier codes, and v = t_j - value(code). The cell is the set of all targets to which the code
/// is a nearest one; at an end there is a tie, and either choice is right. With r = v_j / s_j the criterion
/// is r <= 1/2 unless the code is qmax, and r >= -1/2 unless it is qmin.
///
/// arXiv 2507.18553 states it of Babai's algorithm: its points are those whose residual lies in the box of
/// the Gram-Schmidt vectors.
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
