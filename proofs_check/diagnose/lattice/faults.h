// The known faults of a lattice quantizer, each as a question about one wrong block.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/judge/lattice/block.h>

namespace quantcheck::check {

/// A wrong block, with all that is known of it.
struct WrongBlock {
  const LatticeScheme& scheme;
  const BlockTarget& x;
  const CodedBlock& block;
  const BlockFinding& finding;
};

struct LatticeFault {
  std::string id;
  std::string words;
  std::string advice;
  std::function<bool(const WrongBlock&)> explains;
};

/// The likelier first.
std::vector<LatticeFault> lattice_faults();

}  // namespace quantcheck::check
