// The Hessian as the factorization reads it: checked, damped, and in reversed processing order.
#pragma once

#include <variant>
#include <vector>

#include <quantcheck/optimized/kernels/layout.h>
#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

class Team;

using HessianView = std::variant<MatrixView<const float>, MatrixView<const double>>;

/// Throws Error, naming the first place, unless the matrix is square, not empty, finite and exactly
/// symmetric.
void check_hessian(const HessianView& hessian, Team& team);

/// The diagonal of the Hessian. With DeadInputs::zero, an entry that is 0 becomes 1.
std::vector<double> diagonal(const HessianView& hessian, DeadInputs dead_inputs);

/// A Hessian with another diagonal, in reversed processing order and padded in front by rows of the identity
/// to a multiple of 16.
struct ReversedHessian {
  HessianView entries;
  std::vector<double> diagonal;      // damped, in the columns' own order
  std::vector<Index> columns;        // the column at each position, -1 for padding
  std::vector<double> scaling = {};  // what each column's row and column are multiplied by; empty: nothing
  std::vector<double> low = {};      // the low parts of the diagonal, where pairs are read; empty: zeros

  /// Writes rows 16 strip .. 16 strip + 15 of columns begin .. end - 1, one column after another, 16 elements
  /// each.
  void read(Index strip, Index begin, Index end, double* to) const;
  void read(Index strip, Index begin, Index end, Pair* to) const;
};

/// Takes the damped diagonal in the columns' own order. The result refers to the entries of `hessian`, which
/// must outlive it.
ReversedHessian reversed_hessian(const HessianView& hessian, const Order& order,
                                 const std::vector<double>& damped_diagonal);

}  // namespace quantcheck::optimized
