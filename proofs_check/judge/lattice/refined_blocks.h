// Lattice blocks whose targets in double do not tell, judged from better ones.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/certified/lattice/block_columns.h>
#include <quantcheck/proofs_check/judge/lattice/block.h>

namespace quantcheck::check {

/// A block that is not settled yet.
struct OpenBlock {
  BlockPlace place;
  BlockTarget target;
  bool is_explained = false;  // by the rounding of the block alone
  double moved = 0;           // as in judge_beta
};

/// The numbers of blocks that were judged from targets of each kind.
struct JudgedFrom {
  Index in_double = 0;
  Index in_pairs = 0;
  Index by_products = 0;

  friend bool operator==(const JudgedFrom&, const JudgedFrom&) = default;
};

/// Judges blocks from refined columns. Everything it is made of is referred to.
class RefinedBlocks {
 public:
  RefinedBlocks(const FactoredLattice& lattice, const LatticeScheme& scheme, const HessianProduct& product,
                Budget& budget)
      : lattice_(lattice), scheme_(scheme), product_(product), budget_(budget) {}

  /// The finding on a block of a row that is usable, from a target in pairs, or else from one by exact
  /// products, which it takes; nothing where neither tells. `points` are what the codes of the row stand for.
  /// Blocks of one step are asked about together, since they share their columns. May throw BudgetSpent.
  std::optional<BlockFinding> find(OpenBlock& block, const RowPoints& points);

  /// How many blocks were judged so far.
  const JudgedFrom& judged() const { return judged_; }

 private:
  const FactoredLattice& lattice_;
  const LatticeScheme& scheme_;
  const HessianProduct& product_;
  Budget& budget_;
  Index step_ = -1;  // of columns_
  std::optional<BlockColumns> columns_;
  JudgedFrom judged_;
};

}  // namespace quantcheck::check
