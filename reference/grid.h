// The quantization grid: from a target to a code, from a code to its value.
#pragma once

#include <quantcheck/reference/rounding.h>

namespace quantcheck::reference {

/// scale * (code - zero). Exact in exact arithmetic; one rounding in floating point, as code - zero is small
/// there.
template <class Number>
Number dequant(const Grid<Number>& grid, Index row, Index column, Code code) {
  return grid.scale_at(row, column) * Number(code - grid.zero_at(row, column));
}

/// clamp(round(target / scale) + zero), the code GPTQ and the nearest plane choose for a target.
template <class Number>
Code nearest_code(const Grid<Number>& grid, Index row, Index column, const Number& target,
                  Rounding rounding) {
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
