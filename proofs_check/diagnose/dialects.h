// The known ways to differ from what a case declares.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/exact/hypothesis.h>

namespace quantcheck::check {

struct Dialect {
  std::string id;      // for programs: "plain-rounding", "order:act-order", "damping:none", ...
  std::string words;   // completes "fits the box criterion ..."
  std::string advice;  // what its author should look at
  Hypothesis hypothesis;
};

/// Plain rounding; other orders; other damping; zero points off by one; error not carried across blocks; a
/// range of codes that was not declared. Those that differ from what the case declares, the likelier first.
std::vector<Dialect> known_dialects(const Case& c);

/// The declared method, with an inverse of the Hessian that was not made symmetric.
Dialect general_inverse(const Case& c);

}  // namespace quantcheck::check
