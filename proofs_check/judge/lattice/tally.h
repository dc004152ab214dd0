// The sums of the findings on lattice blocks.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/judge/lattice/block.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>

namespace quantcheck::check {

/// Adds the finding on one lattice block, whose place among all blocks is `index`, but for the reason why it
/// is undecided. Blocks may be added in any order. `result.blocks` has an entry for each.
void add_block(LatticeJudgement& result, const BlockPlace& place, Index index, const BlockFinding& finding);

/// The sums over all lattice blocks of a case, but those of the loss. The first two arguments are referred
/// to.
class LatticeTally {
 public:
  LatticeTally(const LatticeCase& c, const LatticeScheme& scheme);

  /// Adds the finding on a block, x being its target. Each block is added once, in any order.
  void add(const BlockPlace& place, const BlockTarget& x, const CodedBlock& block,
           const BlockFinding& finding);

  /// The place of the wrong block that is described, if there is one.
  std::optional<BlockPlace> first_wrong() const;
  /// Takes another target of that block, which is known better.
  void set_first_target(const BlockTarget& x) { first_target_ = x; }

  /// Sets what follows from the sums, and returns them.
  LatticeJudgement conclusion() &&;

  /// What the sums so far are kept in.
  LatticeJudgement& result() { return result_; }

 private:
  const LatticeCase& c_;
  const LatticeScheme& scheme_;
  LatticeJudgement result_;
  bool unresolved_ = false;
  std::vector<unsigned char> is_wrong_row_;
  std::optional<BlockPlace> reason_place_;  // of the block that the reason is of
  std::optional<BlockPlace> first_place_;   // of the first wrong block
  BlockTarget first_target_;
  BlockFinding first_finding_;
};

/// x, or nothing if it is infinite or NaN.
std::optional<double> finite(double x);

/// Sets the verdict on the run from its counts. `unresolved` says that some block was.
void conclude(LatticeJudgement& result, bool unresolved);

}  // namespace quantcheck::check
