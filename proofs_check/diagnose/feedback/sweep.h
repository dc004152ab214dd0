// A sweep with faulty feedback along codes that are given.
#pragma once

#include <quantcheck/proofs_check/diagnose/feedback/fault.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// Some rows of a case as they are swept, by row and processing step: the first steps of the declared order.
struct SweptRows {
  reference::Matrix<double> weight;  // with those of dead inputs 0
  reference::Matrix<double> scale;
  reference::Matrix<double> code;
  reference::Matrix<double> zero;
  CodeRange range;

  /// Whether the cell of a code has an end on the side of an error.
  bool ends(Index row, Index step, double error) const;
};

/// All rows of `c`, up to that many steps.
SweptRows swept_rows(const Case& c, Index steps);

/// The errors v_j = w_j - sum_{k<j} M_kj g_k - s_j (q_j - z_j) of the rows, computed in T (double or float),
/// where g_k is what is fed back of step k, and M (steps x steps) is 0 on and below the diagonal. Each step
/// follows the codes that are given, so a decision that another fault changed does not spoil the later ones.
template <class T>
reference::Matrix<T> swept_errors(const SweptRows& rows, const reference::Matrix<T>& m, FedBack fed_back);

}  // namespace quantcheck::check
