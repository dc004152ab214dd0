// The code of a lattice block whose target is known up to an error.
#pragma once

#include <quantcheck/proofs_check/judge/lattice/beta_rule.h>

namespace quantcheck::check {

/// What a lattice block is encoded to.
struct EncodedBlock {
  Block<Code> code{};
  Index beta_index = 0;
  E8Point point;  // that the code stands for, over beta

  friend bool operator==(const EncodedBlock&, const EncodedBlock&) = default;
};

/// What reference::encode_block makes of the target in exact arithmetic. The target lies strictly inside the
/// cell of the point at each beta that is tried, and the squared errors of two betas differ by more than it
/// is off, or are those of one point; of a target that is exact, rationals tell the rest. Throws Unclear
/// where another target within the error might have another code, and Error where a coordinate over beta
/// needs more than 57 bits.
EncodedBlock clearly_encoded(const LatticeScheme& scheme, const BlockTarget& x);

}  // namespace quantcheck::check
