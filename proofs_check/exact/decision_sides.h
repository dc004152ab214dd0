// The side of its boundary on which every decision of a case lies.
#pragma once

#include <algorithm>
#include <compare>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/exact/side.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// A place among the decisions of a case, by row and processing step.
struct DecisionPlace {
  Index row = 0;
  Index step = 0;

  friend auto operator<=>(const DecisionPlace&,
                          const DecisionPlace&) = default;  // NOLINT(modernize-use-nullptr)
};

/// A decision that is outside of its boundary. Distances are in the gaps that they cross, and rounded.
struct OutsideDecision {
  DecisionPlace place;
  double r = 0;       // v
  double excess = 0;  // beyond the boundary
  // The binary logarithm of the excess. It is finite even where the excess is beyond the range of double.
  double excess_log2 = 0;
};

/// The sides of all decisions. Those that are named nowhere here are inside.
struct DecisionSides {
  Index steps = 0;                       // of a row
  std::vector<bool> ties;                // out x steps, row after row: whether the decision is a tie
  std::vector<OutsideDecision> outside;  // by place
  std::vector<DecisionPlace> open;       // decisions whose side is not known, by place
  std::string open_reason;               // why, of some of them
  std::string open_advice;               // what to do about that, where it is not the general advice
  Index clipped = 0;                     // decisions that are clipped, by more than 2^-60 of a scale

  bool is_tie(const DecisionPlace& place) const { return ties[place.row * steps + place.step]; }
  /// The side of a decision; inside where it is not known.
  Side side(Index row, Index step) const;
};

inline Side DecisionSides::side(Index row, Index step) const {
  const DecisionPlace place{row, step};
  if (is_tie(place)) return Side::tie;
  const bool is_outside = std::ranges::binary_search(outside, place, {}, &OutsideDecision::place);
  return is_outside ? Side::outside : Side::inside;
}

}  // namespace quantcheck::check
