// Scale and zero of a group from its weights.
#pragma once

#include <span>

#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// Scale (a float32) and zero of one row and group.
struct GroupGrid {
  float scale = 0;
  Code zero = 0;

  friend bool operator==(const GroupGrid&, const GroupGrid&) = default;
};

/// The grid that covers all weights, with [low, high] their range widened to hold 0, [-1, 1] where they are
/// all 0. Symmetric (absmax): scale = max(-low, high) / (levels / 2). Else (min-max): scale = (high - low) /
/// levels, zero = round(-low / scale), half to even. The scale is rounded to the nearest float32, but never
/// below the smallest normal one; the zero is that of the rounded scale. Throws Error for a scale beyond
/// float32's range.
GroupGrid covering_grid(std::span<const Rational> weights, const GridShape& shape);

/// The zero of covering_grid, and its scale or 0.99, 0.98, ..., 0.21 of that, each rounded to the nearest
/// float32, whichever rounds the weights with the least sum of squared errors; the largest among equals.
GroupGrid least_squares_grid(std::span<const Rational> weights, const GridShape& shape, Rounding rounding);

}  // namespace quantcheck::reference
