// The quantization grid: the values of its codes, their cells, and the code nearest to a target.
#pragma once

#include <optional>

#include <quantcheck/reference/rounding.h>

namespace quantcheck::reference {

/// What a code stands for: scale * (code - zero). Exact in exact arithmetic; one rounding in floating point,
/// as code - zero is small there.
template <class Number>
Number value(const Grid<Number>& grid, Index row, Index column, Code code) {
  return grid.scale_at(row, column) * Number(code - grid.zero_at(row, column));
}

/// The targets that no other code is nearer to than this one: how far they reach below and above its value.
/// Without an end where the grid has no further value.
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

/// clamp(round(target / scale) + zero), the code GPTQ and the nearest plane choose for a target: that whose
/// value is nearest, `rounding` saying which of two. Throws Error where it needs more than 62 bits.
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
