// Which scale a block may take.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// What the judge knows of a lattice case apart from its blocks.
struct LatticeScheme {
  Code q;
  BetaChoice mode;
  std::vector<Beta> beta;
  Arithmetic arithmetic;
};

/// The scheme that a case declares.
LatticeScheme scheme_of(const LatticeCase& c);

/// The scale a block took, and what its code may stand for there.
struct TakenBeta {
  Index index;
  E8Point nearest;              // the point that was encoded
  std::vector<E8Point> points;  // what it may be decoded to: one, unless that depends on ties
};

struct BetaVerdict {
  Verdict verdict = Verdict::exact;
  bool unresolved = false;  // explained, but by rounding that hides differences of 1/64 of the squared error,
                            // or by an encoder that is off by more than degraded_beyond
};

/// opt: no other scale gives less squared error; first: no smaller one truly round-trips, and this one does
/// unless it is the last. At every scale each nearest point may be encoded, and each least point of its class
/// decoded (admissible.h): where the outcome depends on that, a TIE. EXPLAINED takes as nearest also what
/// eight times the movement (lattice_movement) reaches, and in opt differences of the squared errors within
/// what computing both explains (SquaredError::computed_error). `moved`: how far rounding moved the
/// values themselves, as the largest <fl(x) - x, r> over the minimal vectors. UNDECIDED where that cannot be
/// told: scales with coordinates out of range, squared errors that leave the range of the arithmetic, or a
/// movement of more than max_slack.
BetaVerdict judge_beta(const LatticeScheme& scheme, const BlockTarget& x, const TakenBeta& taken,
                       double moved);

}  // namespace quantcheck::check
