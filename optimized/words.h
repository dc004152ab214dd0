// The words for numbers, places and shapes in messages.
#pragma once

#include <cstdio>
#include <string>

#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// The number in enough digits to tell any two doubles apart.
inline std::string number(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", x);
  return text;
}

inline std::string place(Index row, Index column) {
  return "row " + std::to_string(row) + ", column " + std::to_string(column);
}

inline std::string shape(Index rows, Index cols, Index stride) {
  return std::to_string(rows) + " x " + std::to_string(cols) + ", " + std::to_string(stride) + " apart";
}

}  // namespace quantcheck::optimized
