// The difference of two results for one layer: where they part, and which of them is right from there on.
#pragma once

#include <optional>
#include <stop_token>
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
  Index place = 0;  // the column, or the lattice block of the row
  Verdict a = Verdict::undecided;
  Verdict b = Verdict::undecided;
};

/// What one of the two did in the rows that part.
struct AfterParting {
  RunVerdict verdict = RunVerdict::undecided;  // of the whole result
  std::string reason;                          // why it is UNDECIDED or DEGRADED
  Index wrong = 0;                             // in the whole result
  Index wrong_since = 0;                       // of those, the ones at a parting or after it in its row
};

/// The outcome of a comparison. The first one that applies is taken, in this order, so that a fault that is
/// found is named first.
enum class DiffOutcome {
  both_fail,
  a_fails,
  b_fails,
  not_comparable,  // they were not asked the same
  same,            // the same codes, and none is found to be wrong
  undecided,       // a verdict is UNDECIDED or DEGRADED
  both_conform,
};

/// What two results for one layer differ in.
struct Difference {
  Asked asked;             // what differs in what they were asked
  bool same_order = true;  // if false, nothing is said of where they part
  Index rows = 0;
  Index all = 0;        // decisions or lattice blocks
  Index different = 0;  // how many of those differ, where codes less their zero points are compared
  // One for each row that differs, ordered by step, then by row.
  std::vector<Parting> partings;
  AfterParting a;
  AfterParting b;

  /// What comes of the comparison.
  DiffOutcome outcome() const;
};

/// The numbers of partings by which of the two results is right there (EXACT, TIE or EXPLAINED).
struct PartingCounts {
  Index both = 0;
  Index only_a = 0;
  Index only_b = 0;
  Index neither = 0;
  Index undecided = 0;  // where the verdict on one or both is UNDECIDED
};
PartingCounts count_partings(const Difference& difference);

/// The difference of two results of scalar quantization. Each is judged by its own conventions (judge): its
/// own Hessian, damping and scales. Two cases were asked the same if the weights (dead inputs as 0), the
/// matrices factored (Hessian or X^T X, damping included), the orders, the scales, and the ranges of
/// code - zero are equal. It does not matter how that is written down.
struct CaseDifference : Difference {
  // The first parting in full, as A and as B decided it. They are empty where there is no parting, where the
  // two were not asked the same, or where exact arithmetic does not reach.
  std::optional<Decision> first_a;
  std::optional<Decision> first_b;
};

/// Judges and compares two cases. Throws Error where the shapes differ, and where judge does; and Cancelled
/// where `stop` asks for it, as judge does.
CaseDifference compare(const Case& a, const Case& b, const Progress& progress = {},
                       std::stop_token stop = {});

/// Judges and compares two results of a lattice quantizer, with lattice blocks in place of decisions. A block
/// differs where its code or its index of beta does, or what both say that it decodes to. Throws Error where
/// the shapes or q differ, where only one has a Hessian, and where judge does.
Difference compare(const LatticeCase& a, const LatticeCase& b, const Progress& progress = {});

}  // namespace quantcheck::check
