// The side of its boundary on which every decision of a case lies.
#pragma once

#include <compare>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/exact/side.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// A place among the decisions of a case, by row and processing step.
struct DecisionPlace {
  Index row = 0;
  Index step = 0;

  friend auto operator<=>(const DecisionPlace&,
                          const DecisionPlace&) = default;  // NOLINT(modernize-use-nullptr)
};

/// A decision that is outside of its boundary. Distances are in scales, and rounded.
struct OutsideDecision {
  DecisionPlace place;
  double r = 0;       // v / s
  double excess = 0;  // beyond the boundary
  // The binary logarithm of the excess. It is finite even where the excess is beyond the range of double.
  double excess_log2 = 0;
};

struct DecisionSides {
  reference::Matrix<Side> side;          // out x in, by row and processing step
  std::vector<OutsideDecision> outside;  // by place
  std::vector<DecisionPlace> open;       // decisions whose side is not known, by place; `side` says inside
  std::string open_reason;               // why, of some of them
  std::string open_advice;               // what to do about that, where it is not the general advice
  Index clipped = 0;                     // decisions that are clipped, by more than 2^-60 of a scale
};

}  // namespace quantcheck::check
