// The box criterion: what makes a code a nearest-plane decision.
#pragma once

#include <quantcheck/reference/grid.h>

namespace quantcheck::reference {

/// Where a decision stands: r = v_j / s_j, the distance in steps from the chosen point to the target's plane.
template <class Number>
struct BoxPosition {
  Number r;
  Number excess;         // of |r| over 1/2 in the direction that is asked; negative inside; see `asked`
  bool asked = false;    // false at the end of the grid that r points to: nothing is asked there
  bool clipped = false;  // |r| > 1/2 outward at an end of the grid
};

/// The box criterion. Codes are a nearest-plane result for (W, H, grid, order) if and only if at every row
/// and column r <= 1/2 unless the code is qmax, and r >= -1/2 unless it is qmin. Proof, by induction over the
/// steps: the decision at step j is clamp(round(t_j / s_j) + zero) with t_j made of the row's own earlier
/// codes, and r = t_j / s_j - (code - zero). A code within the grid is a nearest one if and only if |r| <=
/// 1/2, the two at equality being the choices of a tie. The clamp gives qmax if and only if round(t_j / s_j)
/// + zero >= qmax under some choice, that is r >= -1/2; likewise qmin. (arXiv 2507.18553: a point of Babai's
/// algorithm is one whose residual lies in the box of the Gram-Schmidt vectors.)
template <class Number>
BoxPosition<Number> box_position(const Number& v, const Number& scale, Code code, const CodeRange& range) {
  BoxPosition<Number> position;
  position.r = v / scale;
  const bool upward = position.r > Number(0);
  const Number magnitude = upward ? position.r : -position.r;
  const bool at_end = upward ? range.max == code : range.min == code;
  position.excess = magnitude - Number(1) / Number(2);
  position.asked = !at_end;
  position.clipped = at_end && position.excess > Number(0);
  return position;
}

}  // namespace quantcheck::reference
