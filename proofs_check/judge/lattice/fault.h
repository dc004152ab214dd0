// The full description of a wrong lattice block.
#pragma once

#include <quantcheck/proofs_check/judge/lattice/block.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>

namespace quantcheck::check {

/// Describes a block, x being its target. `place` and `step` are left at 0.
BlockFault fault_of(const LatticeScheme& scheme, const BlockTarget& x, const CodedBlock& block,
                    const BlockFinding& finding);

}  // namespace quantcheck::check
