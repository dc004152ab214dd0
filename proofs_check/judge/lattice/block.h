// The verdict on one lattice block.
#pragma once

#include <quantcheck/proofs_check/cases/coded_block.h>
#include <quantcheck/proofs_check/judge/lattice/beta_rule.h>
#include <quantcheck/proofs_check/judge/lattice/finding.h>

namespace quantcheck::check {

/// Judges the code, the decoded values and the beta of one lattice block, x being its target. `moved` is as
/// in judge_beta. Throws Unclear where x is not known well enough.
BlockFinding judge_block(const LatticeScheme& scheme, const BlockTarget& x, const CodedBlock& block,
                         double moved);

}  // namespace quantcheck::check
