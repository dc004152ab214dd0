#include <quantcheck/proofs_check/diagnose/scales/scale_inequalities.h>

#include <quantcheck/proofs_check/diagnose/scales/scale_roundings.h>

namespace quantcheck::check {

using reference::Matrix;
using reference::Vector;

double ScaleInequalities::share_outside(const Vector<double>& x, double by) const {
  const Vector<double> excess = normals * x - limits;
  Index decisions = 0;
  Index outside = 0;
  for (Index i = 0; i < excess.size(); ++i) {
    // Two inequalities belong to a decision that is not clipped, and at most one of them is violated.
    decisions += unclipped[i];
    outside += unclipped[i] && excess(i) > by;
  }
  return decisions > 0 ? 2 * static_cast<double>(outside) / static_cast<double>(decisions) : 0;
}

ScaleInequalities scale_inequalities(const Case& c, const Matrix<double>& u, Index row) {
  const Index in = c.layer.in;
  const std::vector<bool> in_use = groups_in_use(c);
  std::vector<Index> unknown(in_use.size(), 0);
  Index unknowns = 0;
  for (std::size_t g = 0; g < in_use.size(); ++g)
    if (in_use[g]) unknown[g] = unknowns++;

  Matrix<double> moved = Matrix<double>::Zero(unknowns, in);  // sum_{i <= k, i in g} s_i c_i U_ik
  Vector<double> fixed = Vector<double>::Zero(in);            // sum_{i <= k} w_i U_ik
  const std::vector<double> weights = c.weights_of(row);
  const std::vector<Code> codes = c.codes.row(row);
  for (Index i = 0; i < in; ++i) {
    const Index column = c.declared.order[i];
    const double value =
        c.grid.scale_at(row, column) * static_cast<double>(codes[column] - c.grid.zero_at(row, column));
    const Index later = in - i - 1;
    auto of_group = moved.row(unknown[c.grid.group_index[column]]);
    of_group(i) += value;
    of_group.tail(later) += value * u.row(i).tail(later);
    fixed(i) += weights[column];
    fixed.tail(later) += weights[column] * u.row(i).tail(later).transpose();
  }

  ScaleInequalities result{Matrix<double>::Zero(2 * in, unknowns), Vector<double>(2 * in), {}};
  result.unclipped.reserve(static_cast<std::size_t>(2 * in));
  Index count = 0;
  for (Index k = 0; k < in; ++k) {
    const Index column = c.declared.order[k];
    const double scale = c.grid.scale_at(row, column);
    const Code code = codes[column];
    const bool unclipped = code != c.grid.range.min && code != c.grid.range.max;
    const auto add = [&](double sign) {  // sign * v_k / s_k <= x / 2
      result.normals.row(count) = -sign / scale * moved.col(k).transpose();
      result.normals(count, unknown[c.grid.group_index[column]]) -= 0.5;
      result.limits(count++) = -sign * fixed(k) / scale;
      result.unclipped.push_back(unclipped);
    };
    if (code != c.grid.range.max) add(1);
    if (code != c.grid.range.min) add(-1);
  }
  result.normals.conservativeResize(count, unknowns);
  result.limits.conservativeResize(count);
  return result;
}

}  // namespace quantcheck::check
