// The quantization grid: the values of its codes, their cells, and the code nearest to a target. The codes
// are integers, or the places in a table of levels.
#pragma once

#include <optional>

#include <quantcheck/reference/levels.h>
#include <quantcheck/reference/rounding.h>

namespace quantcheck::reference {

/// The multiple value(code) - zero of the scale that a code stands for, before the offset. The code of a
/// table is one of its places.
template <class Number>
Number multiple(const Grid<Number>& grid, Index row, Index column, Code code) {
  const Code zero = grid.zero_at(row, column);
  if (grid.levels.empty()) return Number(code - zero);
  return grid.levels[code] - Number(zero);
}

/// The value scale * (value(code) - zero) + offset that a code stands for. It is exact in exact arithmetic.
/// In floating point the product is rounded, and so is the sum where the grid has offsets; code - zero is
/// exact, as it is small there, and level - zero where the zero is 0.
template <class Number>
Number value(const Grid<Number>& grid, Index row, Index column, Code code) {
  Number scaled = grid.scale_at(row, column) * multiple(grid, row, column, code);
  if (grid.offset.empty()) return scaled;
  return scaled + grid.offset_at(row, column);
}

/// The gaps beside a code of the grid, in levels: the distances in value times the scale. Those of integers
/// are 1.
template <class Number>
Gaps<Number> gaps(const Grid<Number>& grid, Code code) {
  if (!grid.levels.empty()) return gaps_in_table(grid.levels, code);
  Gaps<Number> result;
  if (grid.range.min != code) result.below = Number(1);
  if (grid.range.max != code) result.above = Number(1);
  return result;
}

/// The smallest gap of the grid, in levels. Empty where the grid has a single value.
template <class Number>
std::optional<Number> smallest_gap(const Grid<Number>& grid) {
  if (!grid.levels.empty()) return smallest_gap_in_table(grid.levels);
  if (grid.range.min && grid.range.min == grid.range.max) return std::nullopt;
  return Number(1);
}

/// The targets to which no code of another value is nearer than this one, by how far they reach below and
/// above its value. A side beyond which the grid has no further value has no end.
template <class Number>
struct Cell {
  std::optional<Number> below;
  std::optional<Number> above;
};

/// The cell of a code of the grid: half of the gap to either side.
template <class Number>
Cell<Number> cell(const Grid<Number>& grid, Index row, Index column, Code code) {
  const Number& scale = grid.scale_at(row, column);
  const bool ascending = scale > Number(0);
  const Number half = (ascending ? scale : -scale) / Number(2);
  const Gaps<Number> beside = gaps(grid, code);
  const std::optional<Number>& lower = ascending ? beside.below : beside.above;
  const std::optional<Number>& upper = ascending ? beside.above : beside.below;
  Cell<Number> result;
  if (lower) result.below = half * *lower;
  if (upper) result.above = half * *upper;
  return result;
}

/// The code of a table whose level is nearest to x. At a tie half_even takes the even code, and if both or
/// neither are even the one of the lesser level; for the bit patterns of e2m1 that is the even significand.
/// half_up takes the one of the greater level, and half_away the one farther from `zero`, which is the
/// greater if they are equally far. Of codes of equal level the least stands for all. Throws Error for a NaN.
template <class Number>
Code nearest_in_table(const std::vector<Number>& levels, const Number& x, const Number& zero,
                      Rounding rounding) {
  std::optional<Code> below;  // the code of the greatest level <= x
  std::optional<Code> above;  // the code of the least level >= x
  for (Code code = 0; code < std::ssize(levels); ++code) {
    const Number& level = levels[code];
    if (level <= x && (!below || level > levels[*below])) below = code;
    if (level >= x && (!above || level < levels[*above])) above = code;
  }
  if (!below && !above) throw Error("no level is nearest to what is not a number");
  if (!below) return *above;
  if (!above) return *below;
  const Number middle = (levels[*below] + levels[*above]) / Number(2);
  if (x < middle) return *below;
  if (x > middle) return *above;
  switch (rounding) {
    case Rounding::half_up:
      return *above;
    case Rounding::half_away:
      return middle < zero ? *below : *above;
    case Rounding::half_even:
      break;
  }
  return *below % 2 == 0 || *above % 2 != 0 ? *below : *above;
}

/// The code that GPTQ and the nearest plane choose for a target: for integers clamp(round(quotient) + zero)
/// with quotient = (target - offset) / scale, and in a table the code whose level is nearest to quotient +
/// zero. Its value is nearest to the target, and `rounding` chooses between two at the same distance: by code
/// - zero for integers, and as nearest_in_table does in a table. Throws Error where the code needs more than
/// 62 bits, and for a NaN.
template <class Number>
Code nearest(const Grid<Number>& grid, Index row, Index column, const Number& target, Rounding rounding) {
  const Number& scale = grid.scale_at(row, column);
  const Number quotient =
      grid.offset.empty() ? target / scale : (target - grid.offset_at(row, column)) / scale;
  const Code zero = grid.zero_at(row, column);
  if (!grid.levels.empty()) {
    const auto origin = Number(zero);
    return nearest_in_table(grid.levels, Number(quotient + origin), origin, rounding);
  }
  const CodeRange& range = grid.range;
  // Far outside a bounded grid the quotient may be too large for a code; the clamp comes first then.
  if (range.max && quotient >= Number(*range.max - zero)) return *range.max;
  if (range.min && quotient <= Number(*range.min - zero)) return *range.min;
  return to_code(round_to_integer(quotient, rounding)) + zero;
}

/// The same grid over another number type; `convert` maps a scale, a level or an offset.
template <class To, class From, class Convert>
Grid<To> convert_grid(const Grid<From>& grid, Convert convert) {
  const auto converted = [&convert](const std::vector<From>& numbers) {
    std::vector<To> result;
    result.reserve(numbers.size());
    for (const From& number : numbers) result.push_back(convert(number));
    return result;
  };
  return {grid.groups,
          converted(grid.scale),
          grid.zero,
          grid.group_index,
          grid.range,
          converted(grid.levels),
          converted(grid.offset)};
}

}  // namespace quantcheck::reference
