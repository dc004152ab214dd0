// The box criterion, which says of a code whether it is a nearest-plane decision.
#pragma once

#include <optional>

#include <quantcheck/reference/grid.h>

namespace quantcheck::reference {

/// The position of a decision relative to the cell of its code. Distances are in gaps: each is divided by the
/// gap that it crosses, which is the distance to the next value of the grid on the side of the target, and
/// the scale for integers. Where the grid ends on that side, the gap of the other side is taken. A cell
/// reaches half a gap far, so that multiplying the levels by 2^k and the scale by 2^-k changes nothing here.
///
/// In a table of a single value there is no gap. The position there is that in an ever wider cell: r = 0 and
/// excess = -1/2. In a range of a single integer the gap is taken as a scale.
template <class Number>
struct BoxPosition {
  Number r;              // v_j / (s_j gap), the distance from the value of the code to the target
  Number excess;         // |r| - 1/2; where `asked`, positive if v lies outside of the cell
  bool asked = false;    // whether the cell has an end on the side of the target; else every v passes
  bool clipped = false;  // the cell has no end on that side, and the excess is positive
};

/// The box criterion for one decision, whose residual is v = v_j.
///
/// Codes are a nearest-plane result for (W, H, grid, order) if and only if at every row and column the
/// residual v lies in the cell of the code: -below <= v <= above, as far as the cell has ends. Proof, by
/// induction over the steps: the decision at step j is a code nearest to t_j, which is computed from the
/// row's own earlier codes, and v = t_j - value(code). The cell is the set of all targets to which the code
/// is a nearest one; at an end there is a tie, and either choice is right. For integers, with r = v_j / s_j,
/// the criterion is r <= 1/2 unless the code is qmax, and r >= -1/2 unless it is qmin. In a table the cell
/// ends half-way to the neighbouring values, so that a = |s_j| gap below and b = |s_j| gap above (for a
/// positive scale) give -a/2 <= v_j <= b/2. Codes of equal value pass alike, as v depends on the values only.
///
/// arXiv 2507.18553 states it of Babai's algorithm: its points are those whose residual lies in the box of
/// the Gram-Schmidt vectors.
template <class Number>
BoxPosition<Number> box_position(const Grid<Number>& grid, Index row, Index column, Code code,
                                 const Number& v) {
  const Number& scale = grid.scale_at(row, column);
  const Number half = Number(1) / Number(2);
  const Gaps<Number> beside = gaps(grid, code);
  if (!grid.levels.empty() && !beside.below && !beside.above) return {Number(0), -half};

  // A positive residual points to the greater levels, unless the scale is negative.
  const bool to_greater = (v > Number(0)) == (scale > Number(0));
  const std::optional<Number>& end = to_greater ? beside.above : beside.below;
  const std::optional<Number>& other_end = to_greater ? beside.below : beside.above;
  const Number gap = end ? *end : other_end ? *other_end : Number(1);

  BoxPosition<Number> position;
  position.r = v / (scale * gap);
  position.excess = (position.r > Number(0) ? position.r : -position.r) - half;
  position.asked = end.has_value();
  position.clipped = !end && position.excess > Number(0);
  return position;
}

}  // namespace quantcheck::reference
