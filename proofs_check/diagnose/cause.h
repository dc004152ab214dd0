// The cause of a run that fails, in words and for programs.
#pragma once

#include <string>

namespace quantcheck::check {

/// The half of a quantizer that a fault lies in: the grid (scales, zeros, codes, groups and their layout), the
/// order of the columns, or what is made of the Hessian (itself, its damping, the feedback of errors).
enum class Half { grid, order, hessian };

/// The half as programs read it: "grid", "order" or "hessian".
constexpr const char* name_of(Half half) {
  if (half == Half::grid) return "grid";
  return half == Half::order ? "order" : "hessian";
}

/// A cause.
struct Cause {
  std::string id;      // for programs: "plain-rounding", "order:act-order", "damping:none", ...
  std::string words;   // completes "fits the box criterion ..."
  std::string advice;  // what its author should look at
  Half half = Half::hessian;
};

}  // namespace quantcheck::check
