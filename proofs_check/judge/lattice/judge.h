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

/// What the judge finds for one lattice case.
struct LatticeJudgement : RunJudgement {
  Index wrong_codes = 0;
  Index wrong_decoded = 0;
  Index wrong_betas = 0;

  Index overloaded = 0;            // the code stands for another point than it was made of
  std::vector<BlockPlace> passed;  // of those, where first-beta should have gone on: not at the last beta

  std::optional<double> squared_error;        // mean over the values; none beyond the range of double
  std::optional<double> first_squared_error;  // in first-beta: if each block took the first that round-trips
  std::optional<BlockPlace> farthest;         // the block farthest outside of its cell
  double max_excess = 0;                      // there
  std::optional<BlockFault> first_wrong;      // the smallest step, then the smallest row
  std::vector<Verdict> blocks;                // rows x blocks
};

/// Judges every block of a well-formed case, by the rules of docs/verdicts.md. LDLQ beyond the reach of exact
/// arithmetic (max_exact_inputs columns), or beyond `budget_times` the default budget, is UNDECIDED; throws
/// Error where its Hessian is not positive definite.
LatticeJudgement judge(const LatticeCase& c, const Progress& progress = {}, double budget_times = 1);

/// The same with what is left of a budget, which several judgements share.
LatticeJudgement judge(const LatticeCase& c, const Progress& progress, Budget& budget);

/// The same of points: each has to be in E8 and nearest. A block is a point.
LatticeJudgement judge(const E8Case& c, const Progress& progress = {});

}  // namespace quantcheck::check
