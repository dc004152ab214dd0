// The known faults of a lattice quantizer, each as a question about one wrong lattice block.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/judge/lattice/block.h>

namespace quantcheck::check {

/// A wrong lattice block, with all that is known of it. Refers to what it is made of.
struct WrongBlock {
  const LatticeScheme& scheme;
  const BlockTarget& x;
  const CodedBlock& block;
  const BlockFinding& finding;
};

/// A fault, in words and as a test of whether it explains a wrong lattice block.
struct LatticeFault {
  std::string id;      // for programs: "overload-test", "beta-index:+1", ...
  std::string words;   // completes "the wrong blocks are those ..."
  std::string advice;  // what its author should look at
  std::function<bool(const WrongBlock&)> explains;
};

/// All known faults, the likelier first.
std::vector<LatticeFault> lattice_faults();

}  // namespace quantcheck::check
