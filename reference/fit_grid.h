// The fitting of a grid: the scale and the zero of a group from its weights.
#pragma once

#include <span>

#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// The scale and the zero of one row and group.
struct GroupGrid {
  float scale = 0;
  Code zero = 0;

  friend bool operator==(const GroupGrid&, const GroupGrid&) = default;
};

/// The grid that covers all weights of the group. [low, high] is their range widened to hold 0, or [-1, 1]
/// where they are all 0.
///     symmetric (absmax):  scale = max(-low, high) / (levels / 2), zero = 0;
///     else (min-max):      scale = (high - low) / levels, zero = round(-low / scale), half to even.
/// The scale is rounded to the nearest float32, but never below the smallest normal one, and the zero is
/// computed from the rounded scale. Throws Error for a scale beyond float32's range.
GroupGrid covering_grid(std::span<const Rational> weights, const GridShape& shape);

/// The grid with the zero of covering_grid, and of its scale and 0.99, 0.98, ..., 0.21 of that, each rounded
/// as there, the one that rounds the weights with the least sum of squared errors. Of several such scales the
/// largest is taken. `rounding` decides the ties in rounding the weights. Throws Error as covering_grid does.
GroupGrid least_squares_grid(std::span<const Rational> weights, const GridShape& shape, Rounding rounding);

}  // namespace quantcheck::reference
