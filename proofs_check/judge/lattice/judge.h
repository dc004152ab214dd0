// The judge of lattice codes: it decides whether each lattice block is the code of a nearest point, at a beta
// that its rule allows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/lattice/finding.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

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

/// Judges every lattice block of a well-formed case by the rules of docs/verdicts.md. The targets of LDLQ are
/// certified in double, and those of blocks that this leaves open by longer numbers (certified/lattice/);
/// then, up to max_exact_inputs, in rationals. Where neither can tell, or the budget ends, blocks are
/// UNDECIDED, with the reason. Throws Error where the Hessian is shown not to be positive definite, unless a
/// block of the first step is wrong, in which it has no part.
LatticeJudgement judge(const LatticeCase& c, const Progress& progress = {}, const JudgeOptions& options = {});

/// Does the same with what is left of a budget that several judgements share, for rationals.
LatticeJudgement judge(const LatticeCase& c, const Progress& progress, Budget& budget);

/// Judges points of E8: each has to be in E8, and nearest to its values. A point counts as a lattice block
/// that is a row by itself.
LatticeJudgement judge(const E8Case& c, const Progress& progress = {});

}  // namespace quantcheck::check
