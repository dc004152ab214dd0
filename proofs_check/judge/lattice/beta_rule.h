// The rule for the beta that a lattice block takes, and the verdict on the one that it took.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// What all lattice blocks of a case have in common.
struct LatticeScheme {
  Code q;  // the nesting ratio
  BetaChoice mode;
  std::vector<Beta> beta;
  Arithmetic arithmetic;
};

/// The scheme that a case declares.
LatticeScheme scheme_of(const LatticeCase& c);

/// The beta that a lattice block took, and what its code may stand for there.
struct TakenBeta {
  Index index;
  E8Point nearest;              // the point that was encoded
  std::vector<E8Point> points;  // what it may be decoded to: one point, unless that depends on ties
};

/// The verdict on a beta that was taken.
struct BetaVerdict {
  Verdict verdict = Verdict::exact;
  // Whether it is explained only by rounding that hides differences of 1/64 of the squared error, or by an
  // encoder that is off by more than degraded_beyond.
  bool unresolved = false;
};

/// Judges the beta that a lattice block took. In mode opt, no other beta may give less squared error. In mode
/// first, no smaller beta may truly round-trip, and this one has to unless it is the last. At every beta each
/// nearest point may be encoded, and each least point of its class decoded (admissible.h). Where the outcome
/// depends on that, the verdict is TIE.
///
/// It is EXPLAINED if the rule is kept once rounding is allowed for. Then a point counts as nearest, too, if
/// eight times the movement (lattice_movement) reaches it, and in mode opt, squared errors may differ by what
/// computing both explains (SquaredError::computed_error). `moved` is how far rounding moved the values
/// themselves: the largest <fl(x) - x, r> over the minimal vectors r.
///
/// It is UNDECIDED where that cannot be told: at betas with coordinates out of range, where squared errors
/// leave the range of the arithmetic, or where eight times the movement is more than max_slack. Throws
/// Unclear where x is not known well enough.
BetaVerdict judge_beta(const LatticeScheme& scheme, const BlockTarget& x, const TakenBeta& taken,
                       double moved);

}  // namespace quantcheck::check
