// The box criterion: what makes a code a nearest-plane decision.
#pragma once

#include <quantcheck/reference/grid.h>

namespace quantcheck::reference {

/// Where a decision stands: r = v_j / s_j, the distance in steps from the chosen point to the target's plane.
template <class Number>
struct BoxPosition {
  Number r;
  Number excess;  // of |r| over 1/2 in the direction that is asked; negative inside; see `asked`
  bool asked =
      false;  // false where the code is at both ends, or at the end that r points to: nothing is asked there
  bool clipped = false;  // |r| > 1/2 outward at an end of the grid
};

/// Codes are a nearest-plane result for (W, H, grid, order) if and only if at every row and column r <= 1/2
/// unless the code is qmax, and r >= -1/2 unless it is qmin. (The nearest code to t/s, clamped, leaves just
/// these r; at r = 1/2 and r = -1/2 either neighbour is nearest.) DESIGN "The box criterion"; PAPERS 1.2,
/// Babai-point criterion.
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
