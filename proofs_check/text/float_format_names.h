// The names of the floating-point formats, in case files and options, and in words.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

inline constexpr std::array<std::pair<std::string_view, FloatFormat>, 7> float_format_names{
    {{"fp64", FloatFormat::f64},
     {"fp32", FloatFormat::f32},
     {"bf16", FloatFormat::bf16},
     {"fp16", FloatFormat::f16},
     {"e4m3", FloatFormat::f8_e4m3},
     {"e5m2", FloatFormat::f8_e5m2},
     {"e8m0", FloatFormat::f8_e8m0}}};

constexpr std::string_view name_of(FloatFormat format) {
  for (const auto& [name, value] : float_format_names)
    if (value == format) return name;
  return "unknown";
}

/// The format as prose calls it: "bfloat16".
constexpr std::string_view word_of(FloatFormat format) {
  switch (format) {
    case FloatFormat::f8_e4m3:
      return "float8 e4m3";
    case FloatFormat::f8_e5m2:
      return "float8 e5m2";
    case FloatFormat::f8_e8m0:
      return "float8 e8m0";
    case FloatFormat::f16:
      return "float16";
    case FloatFormat::bf16:
      return "bfloat16";
    case FloatFormat::f32:
      return "float32";
    case FloatFormat::f64:
      break;
  }
  return "float64";
}

}  // namespace quantcheck::check
