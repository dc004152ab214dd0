// The quantization grid: the values of its codes, their cells, and the code nearest to a target.
#pragma once

#include <optional>

#include <quantcheck/reference/rounding.h>

namespace quantcheck::reference {

/// The value scale * (code - zero) that a code stands for. It is exact in exact arithmetic. In floating point
/// it has one rounding, as code - zero is small there.
template <class Number>
Number value(const Grid<Number>& grid, Index row, Index column, Code code) {
  return grid.scale_at(row, column) * Number(code - grid.zero_at(row, column));
}

/// The targets to which no other code is nearer than this one, by how far they reach below and above its
/// value. A side beyond which the grid has no further value has no end.
template <class Number>
struct Cell {
  std::optional<Number> below;
  std::optional<Number> above;
};

/// The cell of a code in the grid's range: half a scale to either side.
template <class Number>
Cell<Number> cell(const Grid<Number>& grid, Index row, Index column, Code code) {
  const Number& scale = grid.scale_at(row, column);
  const bool ascending = scale > Number(0);
  const Number half = (ascending ? scale : -scale) / Number(2);
  const std::optional<Code>& lowest = ascending ? grid.range.min : grid.range.max;
  const std::optional<Code>& highest = ascending ? grid.range.max : grid.range.min;
  Cell<Number> result;
  if (lowest != code) result.below = half;
  if (highest != code) result.above = half;
  return result;
}

/// The code clamp(round(target / scale) + zero), which GPTQ and the nearest plane choose for a target. Its
/// value is nearest to the target, and `rounding` chooses between two at the same distance. Throws Error
/// where the code needs more than 62 bits.
template <class Number>
Code nearest(const Grid<Number>& grid, Index row, Index column, const Number& target, Rounding rounding) {
  const Number quotient = target / grid.scale_at(row, column);
  const Code zero = grid.zero_at(row, column);
  const CodeRange& range = grid.range;
  // Far outside a bounded grid the quotient may be too large for a code; the clamp comes first then.
  if (range.max && quotient >= Number(*range.max - zero)) return *range.max;
  if (range.min && quotient <= Number(*range.min - zero)) return *range.min;
  return to_code(round_to_integer(quotient, rounding)) + zero;
}

/// The same grid over another number type; `convert` maps a scale.
template <class To, class From, class Convert>
Grid<To> convert_grid(const Grid<From>& grid, Convert convert) {
  Grid<To> result{grid.groups, {}, grid.zero, grid.group_index, grid.range};
  result.scale.reserve(grid.scale.size());
  for (const From& scale : grid.scale) result.scale.push_back(convert(scale));
  return result;
}

}  // namespace quantcheck::reference
