// The known dialects: ways to differ from what a case declares.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/exact/hypothesis.h>

namespace quantcheck::check {

/// A dialect, in words and as a hypothesis.
struct Dialect {
  std::string id;      // for programs: "plain-rounding", "order:act-order", "damping:none", ...
  std::string words;   // completes "fits the box criterion ..."
  std::string advice;  // what its author should look at
  Hypothesis hypothesis;
};

/// The dialects that differ from what the case declares, the likelier first: plain rounding, a range of codes
/// that was not declared, error not carried across blocks of columns, other orders, other dampings, and zero
/// points off by one.
std::vector<Dialect> known_dialects(const Case& c);

/// The min-pivot order, which is not among the known dialects because finding it takes as long as factoring
/// the Hessian; nothing where double precision does not factor that, or the order is the declared one.
std::vector<Dialect> min_pivot_dialect(const Case& c);

/// The declared method with an inverse of the Hessian that was not made symmetric. Its hypothesis is what the
/// case declares.
Dialect general_inverse(const Case& c);

}  // namespace quantcheck::check
