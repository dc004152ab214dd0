// The judge of LDLQ by certified targets: layers of any size.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/proofs_check/judge/lattice/refined_blocks.h>

namespace quantcheck::check {

/// A judgement by certified targets, or why there is none.
struct CertifiedLdlq {
  std::optional<LatticeJudgement> judgement;
  bool complete = false;  // whether no block is open, and the sums are known
  JudgedFrom judged;
  std::string reason;
  std::string advice;
  Index bad_step = -1;  // where the factorization stopped
};

/// Judges every block of an LDLQ case from its target in double (certified/lattice/bounded_targets.h); where
/// that does not tell, from refined columns, and then from exact products
/// (certified/lattice/block_columns.h). A comparison that the exact products leave open, or the budget,
/// leaves its block UNDECIDED.
CertifiedLdlq judge_ldlq_certified(const LatticeCase& c, const Progress& progress,
                                   const JudgeOptions& options);

}  // namespace quantcheck::check
