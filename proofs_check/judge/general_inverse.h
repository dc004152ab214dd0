// The part that the rounding of a general inverse, one that was not made symmetric, has in wrong decisions.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/judge/factored_case.h>
#include <quantcheck/proofs_check/judge/rounding_reach.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// What the replays with general inverses show. The rounding of such an inverse reaches a decision with 8
/// times its movement. It explains the wrong decisions on three conditions. None of them is more than half a
/// scale outside. Half of all decisions are moved by less than 1/32 of a scale, so that faults would still
/// show there. And as many decisions are wrong as such an inverse makes wrong: a decision that is moved by m
/// leaves the box with a probability of about m, and in sound runs at conditions of 1e4 to 1e6 between 1/4
/// and 4/3 of the sum of m did. A third of the sum less two standard deviations is enough.
///
/// What all decisions are moved by is measured in rows that stand for all: at most `sampled_rows` of them,
/// at even distances.
struct GeneralInverse {
  static constexpr double most_excess = 0.5;  // in scales
  static constexpr Index sampled_rows = 64;

  bool reaches = false;        // all wrong decisions
  bool explains = false;       // all of them
  std::vector<double> excess;  // where it reaches: what it explains of each of them, in scales
};

/// Finds out which part a general inverse has in the decisions that are wrong. `u` is as for rounding_reach.
/// No inverse has a part in the first step.
GeneralInverse general_inverse_of(const FactoredCase& factored, const reference::Matrix<double>& u,
                                  const std::vector<ReachedDecision>& wrong);

/// Whether a general inverse may explain those wrong decisions, as far as their excesses tell: none is the
/// first of its row, or farther outside than most_excess.
bool may_be_explained(const std::vector<ReachedDecision>& wrong);

/// Whether the rounding of a general inverse reaches all decisions that a judgement of the case found wrong.
bool general_inverse_reaches(const FactoredCase& factored, const Judgement& judgement);

}  // namespace quantcheck::check
