// Tables of levels: their distinct values, and the gaps beside the value of a code.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::reference {

/// The distances, in levels, from the value of a code to the neighbouring values of the grid. A side on which
/// there is no further value has none.
template <class Number>
struct Gaps {
  std::optional<Number> below;
  std::optional<Number> above;

  friend bool operator==(const Gaps&, const Gaps&) = default;
};

/// The gaps beside a code of a table, 0 <= code < K. Codes of equal value, as those of +0 and -0, are no
/// neighbours of each other.
template <class Number>
Gaps<Number> gaps_in_table(const std::vector<Number>& levels, Code code) {
  const Number& own = levels[code];
  Gaps<Number> gaps;
  for (const Number& level : levels) {
    if (level < own && (!gaps.below || own - level < *gaps.below)) gaps.below = own - level;
    if (level > own && (!gaps.above || level - own < *gaps.above)) gaps.above = level - own;
  }
  return gaps;
}

/// The larger of the gaps, or the one that there is. Empty in a grid of a single value.
template <class Number>
std::optional<Number> larger_gap(const Gaps<Number>& gaps) {
  if (!gaps.below) return gaps.above;
  if (!gaps.above) return gaps.below;
  return std::max(*gaps.below, *gaps.above);
}

/// The distinct values of a table, ascending. +0 and -0 are one value.
template <class Number>
std::vector<Number> distinct_levels(std::vector<Number> levels) {
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  return levels;
}

/// The smallest distance between two distinct values of a table. Empty where there is a single value.
template <class Number>
std::optional<Number> smallest_gap_in_table(const std::vector<Number>& levels) {
  const std::vector<Number> distinct = distinct_levels(levels);
  std::optional<Number> smallest;
  for (std::size_t k = 1; k < distinct.size(); ++k) {
    const Number gap = distinct[k] - distinct[k - 1];
    if (!smallest || gap < *smallest) smallest = gap;
  }
  return smallest;
}

}  // namespace quantcheck::reference
