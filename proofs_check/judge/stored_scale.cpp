#include <quantcheck/proofs_check/judge/stored_scale.h>

#include <cmath>

#include <quantcheck/proofs_check/judge/feasible_point.h>
#include <quantcheck/proofs_check/replay/movement.h>
#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::check {

using reference::Vector;

bool scales_were_rounded(const Case& c, Arithmetic arithmetic) {
  return std::ldexp(1.0, -reference::layout_of(c.scale_format).precision) > storage_roundoff(arithmetic);
}

std::vector<bool> fits_rounded_scales(const Case& c, const ExactLayer& layer,
                                      const reference::Matrix<double>& u, const Positions& positions,
                                      Index row, const Vector<double>& allowed) {
  const Index n = c.in;
  const Index groups = c.grid.groups;

  // The unknowns are x_g = (s'_g - s_g) / unit_g, between -1 and 1 or, just above a power of two, between
  // -1/2 and 1.
  Vector<double> unit(groups);
  FeasiblePoint point(groups, 1e-12);
  for (Index g = 0; g < groups; ++g) {
    const double scale = c.grid.scale[row * groups + g];
    const auto [low, high] = reference::rounding_interval(c.scale_format, scale);
    unit(g) = std::max(high - scale, scale - low);
    const Vector<double> axis = Vector<double>::Unit(groups, g);
    point.accept(axis, (high - scale) / unit(g));
    point.accept(-axis, (scale - low) / unit(g));
  }

  std::vector<bool> fits(n, true);
  for (Index k = 0; k < n; ++k) {
    const Index column = layer.order[k];
    const Index group = c.grid.group_index[column];
    const double scale = c.grid.scale_at(row, column);
    // v_k(s') / s_k = r_k - shift . x, and |s'_k| / (2 |s_k|) = 1/2 + half_growth x_g.
    Vector<double> shift = Vector<double>::Zero(groups);
    for (Index i = 0; i <= k; ++i) {
      const Index other = layer.order[i];
      const auto steps = static_cast<double>(c.codes(row, other) - layer.grid.zero_at(row, other));
      const Index g = c.grid.group_index[other];
      shift(g) += steps * (i == k ? 1.0 : u(i, k)) * unit(g) / scale;
    }
    Vector<double> half_growth = Vector<double>::Zero(groups);
    half_growth(group) = unit(group) / (2.0 * scale);

    const Code code = c.codes(row, column);
    const double r = positions.r(row, k);
    const bool above = c.grid.range.max == code || point.accept(-shift - half_growth, 0.5 + allowed(k) - r);
    const bool below = c.grid.range.min == code || point.accept(shift - half_growth, 0.5 + allowed(k) + r);
    fits[k] = above && below;
  }
  return fits;
}

}  // namespace quantcheck::check
