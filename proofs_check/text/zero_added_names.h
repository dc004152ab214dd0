// The names, in case files and options, of the two places of the zero point in the rounding rule.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

inline constexpr std::array<std::pair<std::string_view, ZeroAdded>, 2> zero_added_names{
    {{"before", ZeroAdded::before}, {"after", ZeroAdded::after}}};

constexpr std::string_view name_of(ZeroAdded place) {
  for (const auto& [name, value] : zero_added_names)
    if (value == place) return name;
  return "unknown";
}

}  // namespace quantcheck::check
