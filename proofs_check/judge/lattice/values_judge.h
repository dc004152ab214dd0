// The judge of lattice codes of values, whose blocks are independent of each other.
#pragma once

#include <quantcheck/proofs_check/judge/lattice/judge.h>

namespace quantcheck::check {

/// Judges every block of a case without a Hessian, on all cores.
LatticeJudgement judge_values(const LatticeCase& c, const Progress& progress);

}  // namespace quantcheck::check
