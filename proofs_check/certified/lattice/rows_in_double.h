// Some rows of an LDLQ case, with what bounds their targets in double.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/certified/lattice/block_errors.h>
#include <quantcheck/proofs_check/certified/lattice/bounded_targets.h>
#include <quantcheck/proofs_check/certified/lattice/hessian_layer.h>

namespace quantcheck::check {

/// The errors and the residuals of some rows. What codes stand for is `decoded` where the case has it; else,
/// where a code has several least points, the one that is nearest to its target if that is one of them, and
/// else the first.
class RowsInDouble {
 public:
  /// The first two arguments are referred to; `groups` is lattice_groups of the factor.
  RowsInDouble(const FactoredLattice& lattice, const std::vector<FactorGroup>& groups,
               std::vector<Index> rows);

  Index count() const { return std::ssize(rows_); }
  Index row(Index k) const { return rows_[k]; }
  /// What the codes of the k-th row stand for.
  const RowPoints& points(Index k) const { return points_[k]; }
  /// As RowErrors says.
  bool is_usable(Index k) const { return errors_.usable[k] != 0; }

  /// Those of the k-th row. In a row that is not usable nothing is known of them, but for those of the first
  /// step.
  BlockCompensations compensations(Index k) const;

  /// The target of the lattice block at a step of the k-th row.
  BlockTarget target(Index k, Index step, const BlockCompensations& compensations) const {
    return bounded_target(lattice_.c, lattice_.factor, rows_[k], step, compensations);
  }

  /// The sum of e H e^T over these rows, or what is known of it: without an upper end where a row is not
  /// usable.
  Interval loss() const;

 private:
  RowErrors errors_of(const std::vector<Index>& rows, const std::vector<RowPoints>& points) const;
  void take_right_points();
  bool take_right_point(Index k);

  const FactoredLattice& lattice_;
  const std::vector<FactorGroup>& groups_;
  std::vector<Index> rows_;
  std::vector<RowPoints> points_;
  RowErrors errors_;
  Residuals residuals_;
};

}  // namespace quantcheck::check
