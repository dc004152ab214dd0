// Refined columns that compensate, for the targets of a lattice block that double does not tell.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/certified/exact_column.h>
#include <quantcheck/proofs_check/certified/lattice/block_errors.h>
#include <quantcheck/proofs_check/certified/lattice/hessian_layer.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>

namespace quantcheck::check {

/// The eight columns of the block at a step. With B the steps from the first one of the block on, and P the
/// first eight columns of H_{<B,B} H_BB^-1, the target of the block is w + e P: it is the weights with the
/// changes that make up for the errors e before B (SchurColumn).
class BlockColumns {
 public:
  /// Refines the columns in pairs. `budget` is spent, and may throw BudgetSpent.
  BlockColumns(const FactoredLattice& lattice, const HessianProduct& product, Index step, Budget& budget);

  /// The target in a row that is usable (RowErrors), from the columns in pairs.
  BlockTarget in_pairs(Index row, const RowPoints& points) const;

  /// The same from columns that are refined further by exact products, which is done when they are first
  /// asked for.
  BlockTarget by_products(Index row, const RowPoints& points);

  /// The same from columns that are exact, where their equations have solutions of few binary digits
  /// (solved_column).
  BlockTarget by_solutions(Index row, const RowPoints& points);

 private:
  FactoredLattice lattice_;
  Index step_;
  Budget& budget_;
  std::vector<SchurColumn> columns_;
  std::vector<ExactColumn> exact_columns_;
  bool is_solved_ = false;
};

}  // namespace quantcheck::check
