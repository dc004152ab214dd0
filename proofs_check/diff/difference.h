// Two results for one layer: where they part, and which of them is right from there on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/diff/asked.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// The first decision of a row, in processing order, in which two results differ. Before it their histories
/// are the same, so that both decide about one target.
struct Parting {
  Index row = 0;
  Index step = 0;
  Index place = 0;  // the column, or the block of a lattice code
  Verdict a = Verdict::undecided;
  Verdict b = Verdict::undecided;
};

/// What one of the two did in the rows that part.
struct AfterParting {
  RunVerdict verdict = RunVerdict::undecided;  // of the whole result
  std::string reason;                          // why it is UNDECIDED or DEGRADED
  Index wrong = 0;                             // in the whole result
  Index wrong_since = 0;                       // of those, at a parting or after it in its row
};

/// In the order in which they are asked: a fault that is found is named first.
enum class DiffOutcome {
  both_fail,
  a_fails,
  b_fails,
  not_comparable,  // they were not asked the same
  same,            // the same codes, and none is found to be wrong
  undecided,       // a verdict is UNDECIDED or DEGRADED
  both_conform,
};

struct Difference {
  Asked asked;             // what differs in what they were asked
  bool same_order = true;  // else nothing is said of where they part
  Index rows = 0;
  Index all = 0;                  // decisions or blocks
  Index different = 0;            // of those; codes less their zero points are compared
  std::vector<Parting> partings;  // of the rows that differ: the smallest step first, then the smallest row
  AfterParting a;
  AfterParting b;

  DiffOutcome outcome() const;
};

/// How many partings there are where both are right (EXACT, TIE or EXPLAINED), and so on.
struct PartingCounts {
  Index both = 0;
  Index only_a = 0;
  Index only_b = 0;
  Index neither = 0;
  Index undecided = 0;  // one of the two, or both
};
PartingCounts count_partings(const Difference& difference);

/// Two results of scalar quantization. Each is judged by its own conventions (judge), its own Hessian,
/// damping and scales. Two cases were asked the same where the weights (dead inputs as 0), the matrices
/// factored (hessian or X^T X, damping included), the orders, the scales, and the ranges of code - zero are
/// equal: how that is written down is nothing.
struct CaseDifference : Difference {
  // The first parting in full; none where there is none, or exact arithmetic does not reach.
  std::optional<Decision> first_a;
  std::optional<Decision> first_b;
};

/// Throws Error where the shapes differ, and as judge does.
CaseDifference compare(const Case& a, const Case& b, const Progress& progress = {});

/// Two results of a lattice quantizer: blocks in place of decisions. A block differs where its code or its
/// index of beta does, or what both say it decodes to. Throws Error where the shapes or q differ, and as
/// judge does.
Difference compare(const LatticeCase& a, const LatticeCase& b, const Progress& progress = {});

}  // namespace quantcheck::check
