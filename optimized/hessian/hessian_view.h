// The Hessian as the factorization reads it: checked, in processing order, damped.
#pragma once

#include <variant>
#include <vector>

#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

class Team;

using HessianView = std::variant<MatrixView<const float>, MatrixView<const double>>;

/// Throws Error, naming the first place, unless the matrix is square, not empty, finite and exactly
/// symmetric.
void check_hessian(const HessianView& hessian, Team& team);

/// The diagonal. With DeadInputs::zero, 1 where it is 0.
std::vector<double> diagonal(const HessianView& hessian, DeadInputs dead_inputs);

/// Entries of a Hessian with another diagonal, in reversed processing order and padded in front by rows of
/// the identity to a multiple of 16.
struct ReversedHessian {
  HessianView entries;
  std::vector<double> diagonal;  // in the columns' own order, damped
  std::vector<Index> columns;    // position -> column; -1: padding

  /// Rows 16 strip .. 16 strip + 15 of columns begin .. end - 1, one column after another, 16 elements each.
  void read(Index strip, Index begin, Index end, double* to) const;
};

ReversedHessian reversed_hessian(const HessianView& hessian, const Order& order,
                                 const std::vector<double>& damped_diagonal);

}  // namespace quantcheck::optimized
