// The judge of lattice codes: is each block the code of a nearest point, at a scale its rule allows?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/judge/lattice/finding.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

class Budget;

/// A wrong block, in full. Floating-point members are rounded from exact values.
struct BlockFault {
  BlockPlace place;
  Index step = 0;  // the block is processed step-th, from 0
  BlockFinding finding;
  Block<double> target{};  // in units of the values; of LDLQ with the earlier errors added

  struct Coded {
    Block<Code> code{};
    Index beta_index = 0;
  };
  std::optional<Coded> coded;          // none in e8 files
  std::optional<Coded> expected;       // by the reference, with its tie rule; none out of its range
  std::optional<Block<double>> point;  // what it stands for, in units of the values
  std::optional<Block<double>> expected_point;
};

/// What the judge finds for one lattice case. Counts are of blocks.
struct LatticeJudgement {
  RunVerdict verdict = RunVerdict::undecided;
  std::string reason;  // why a run is UNDECIDED or DEGRADED; empty otherwise
  std::string advice;  // what then to do, where that is not what the report says of all such runs

  Index exact = 0;
  Index tie = 0;
  Index explained = 0;
  Index wrong = 0;
  Index undecided = 0;
  Index outside = 0;  // the point lies outside of its cell by more than 2^-60 (cell_position)
  Index wrong_codes = 0;
  Index wrong_decoded = 0;
  Index wrong_betas = 0;
  Index wrong_rows = 0;

  Index overloaded = 0;            // the code stands for another point than it was made of
  std::vector<BlockPlace> passed;  // of those, where first-beta should have gone on: not at the last beta

  // Sums over all rows; none that leaves the range of double, or where they were not computed.
  std::optional<double> loss;   // the squared error, of LDLQ e H e^T; at what the codes stand for
  std::optional<double> bound;  // of the loss; holds where nothing overloads and nothing is wrong
  std::optional<double> ratio;  // loss / bound

  std::optional<double> squared_error;        // mean over the values; none beyond the range of double
  std::optional<double> first_squared_error;  // in first-beta: if each block took the first that round-trips
  double resolution = 0;                  // the largest excess that rounding explains where that was asked
  std::optional<BlockPlace> farthest;     // the block farthest outside of its cell
  double max_excess = 0;                  // there
  std::optional<BlockFault> first_wrong;  // the smallest step, then the smallest row
  std::vector<Verdict> blocks;            // rows x blocks
};

Arithmetic assumed_arithmetic(const LatticeCase& c);
Arithmetic assumed_arithmetic(const E8Case& c);

/// Judges every block of a well-formed case, by the rules of docs/verdicts.md. LDLQ beyond the reach of exact
/// arithmetic (max_exact_inputs columns), or beyond `budget_times` the default budget, is UNDECIDED; throws
/// Error where its Hessian is not positive definite.
LatticeJudgement judge(const LatticeCase& c, const Progress& progress = {}, double budget_times = 1);

/// The same with what is left of a budget, which several judgements share.
LatticeJudgement judge(const LatticeCase& c, const Progress& progress, Budget& budget);

/// The same of points: each has to be in E8 and nearest. A block is a point.
LatticeJudgement judge(const E8Case& c, const Progress& progress = {});

}  // namespace quantcheck::check
