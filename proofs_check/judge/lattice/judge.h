// The judge of lattice codes: it decides whether each lattice block is the code of a nearest point, at a beta
// that its rule allows.
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

/// The full description of a wrong lattice block. Floating-point members are rounded from exact values.
struct BlockFault {
  BlockPlace place;
  Index step = 0;  // the block is processed step-th, counted from 0
  BlockFinding finding;
  Block<double> target{};  // in units of the values; for LDLQ with the earlier errors added

  struct Coded {
    Block<Code> code{};
    Index beta_index = 0;
  };
  std::optional<Coded> coded;  // none where points of E8 are judged
  // What the reference makes of the target, with its tie rule; none out of its range, or where points are
  // judged.
  std::optional<Coded> expected;
  std::optional<Block<double>> point;           // what the block stands for, in units of the values
  std::optional<Block<double>> expected_point;  // what it ought to stand for
};

/// What the judge finds for one lattice case.
struct LatticeJudgement : RunJudgement {
  Index wrong_codes = 0;
  Index wrong_decoded = 0;
  Index wrong_betas = 0;

  Index overloaded = 0;  // blocks whose code stands for another point than it was made of
  // Those of them where first-beta should have gone on, because theirs is not the last beta.
  std::vector<BlockPlace> passed;

  std::optional<double> squared_error;  // mean over the values; none beyond the range of double
  // In mode first without a Hessian: the same if each block took the first beta that round-trips.
  std::optional<double> first_squared_error;
  std::optional<BlockPlace> farthest;  // the block farthest outside of its cell
  double max_excess = 0;               // the excess of that block
  // The wrong block of the smallest row, then of the smallest index; for LDLQ that of the smallest processing
  // step, then of the smallest row.
  std::optional<BlockFault> first_wrong;
  std::vector<Verdict> blocks;  // rows x blocks of a row
};

/// Judges every lattice block of a well-formed case by the rules of docs/verdicts.md. An LDLQ case of more
/// than max_exact_inputs columns, or one that takes more than `budget_times` the default budget, is
/// UNDECIDED. Throws Error where the Hessian of an LDLQ case is not positive definite.
LatticeJudgement judge(const LatticeCase& c, const Progress& progress = {}, double budget_times = 1);

/// Does the same with what is left of a budget that several judgements share.
LatticeJudgement judge(const LatticeCase& c, const Progress& progress, Budget& budget);

/// Judges points of E8: each has to be in E8, and nearest to its values. A point counts as a lattice block
/// that is a row by itself.
LatticeJudgement judge(const E8Case& c, const Progress& progress = {});

}  // namespace quantcheck::check
