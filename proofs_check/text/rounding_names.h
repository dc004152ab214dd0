// The names of the ways to round ties, in case files and options.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

inline constexpr std::array<std::pair<std::string_view, Rounding>, 3> rounding_names{
    {{"half_even", Rounding::half_even}, {"half_up", Rounding::half_up}, {"half_away", Rounding::half_away}}};

constexpr std::string_view name_of(Rounding rounding) {
  for (const auto& [name, value] : rounding_names)
    if (value == rounding) return name;
  return "unknown";
}

}  // namespace quantcheck::check
