// The place of a decision in the cell of its code, as far as a bound on its residual tells.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/certified/grid_cells.h>
#include <quantcheck/proofs_check/exact/side.h>

namespace quantcheck::check {

/// The box criterion (reference/criteria/box.h) for a residual v that is known up to an error. Distances are
/// in gaps: a gap is the scale times the distance to the next level on the side of the target.
struct BoundedPosition {
  double r = 0;        // v in gaps
  double excess = 0;   // |r| - 1/2
  double radius = 0;   // both are off by at most this
  bool asked = false;  // whether the cell has an end on the side of the target
  // The side of the boundary; nothing where the bound does not tell. On a side that has no end, where the
  // decision is inside, nothing is said either while it is open whether the decision is clipped.
  std::optional<Side> side;
  bool clipped = false;  // certainly beyond a side that has no end, by more than tie_width
};

/// The position where |v - value| is at most `error`; the scale is exact and not 0.
BoundedPosition bounded_position(const GridCells& cells, Code code, double scale, double value, double error);

/// An excess that was computed to more digits than double has, and how far it may be off.
struct Excess {
  double r = 0;
  double value = 0;   // rounded
  double radius = 0;  // includes that rounding
};

/// The position of a decision with that excess.
BoundedPosition bounded_position(const GridCells& cells, Code code, const Excess& known);

}  // namespace quantcheck::check
