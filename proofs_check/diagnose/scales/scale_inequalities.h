// The demands that the decisions of a row make on the scales of its groups.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// The inequalities normals * x <= limits that hold if all decisions of a row are inside their boxes, where x
/// are the scales of the groups in use, ascending, in multiples of the stored ones. One unit of a limit is a
/// stored scale. In double, for looking for scales only.
struct ScaleInequalities {
  reference::Matrix<double> normals;
  reference::Vector<double> limits;
  std::vector<bool> unclipped;  // of the decision that each is of: its code is no end of the range

  /// The fraction of unclipped decisions that are outside with the scales x by more than `by` stored scales.
  double share_outside(const reference::Vector<double>& x, double by) const;
};

/// The inequalities of a row. `u` is U of the declared order and damping, in processing order, of which what
/// is above the diagonal is read. With c_i = code - zero and the error e_i = w_i - x_g s_i c_i,
///     v_k(x) / s_k = sum_{i <= k} w_i U_ik / s_k - sum_g x_g sum_{i <= k, i in g} s_i c_i U_ik / s_k,
/// and the box is |v_k(x) / s_k| <= x_g(k) / 2; at an end of the range one side of it.
ScaleInequalities scale_inequalities(const Case& c, const reference::Matrix<double>& u, Index row);

}  // namespace quantcheck::check
