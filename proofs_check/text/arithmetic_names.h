// The names of the arithmetics in case files, options and reports.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

inline constexpr std::array<std::pair<std::string_view, Arithmetic>, 6> arithmetic_names{
    {{"exact", Arithmetic::exact},
     {"fp64", Arithmetic::fp64},
     {"fp32", Arithmetic::fp32},
     {"tf32", Arithmetic::tf32},
     {"bf16", Arithmetic::bf16},
     {"fp16", Arithmetic::fp16}}};

constexpr std::string_view name_of(Arithmetic arithmetic) {
  for (const auto& [name, value] : arithmetic_names)
    if (value == arithmetic) return name;
  return "unknown";
}

}  // namespace quantcheck::check
