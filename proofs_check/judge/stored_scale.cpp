#include <quantcheck/proofs_check/judge/stored_scale.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/judge/feasible_point.h>
#include <quantcheck/proofs_check/replay/precision.h>
#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::check {

using reference::Vector;

bool scales_were_rounded(const Case& c, Arithmetic arithmetic) {
  if (GridCells(c.grid).is_single()) return false;
  // Block scales of 8 bits are what the weights are divided by: there is nothing to allow for.
  if (reference::is_8_bit(c.scale_format)) return false;
  return std::ldexp(1.0, -reference::layout_of(c.scale_format).precision) > storage_roundoff(arithmetic);
}

namespace {

/// The inequality a x <= b for each of the two ends of the box of one decision. The x are the movements of
/// the scales, in half units of their format.
struct Sides {
  Vector<double> above;
  double above_limit;
  Vector<double> below;
  double below_limit;
};

/// The groups that some column belongs to, in whose scales a row is solved. The grid may hold scales of more.
struct UsedGroups {
  std::vector<Index> group;  // in ascending order
  Index unknown_of(Index g) const { return std::lower_bound(group.begin(), group.end(), g) - group.begin(); }
};

UsedGroups used_groups(const Case& c) {
  UsedGroups used{c.grid.group_index};
  std::sort(used.group.begin(), used.group.end());
  used.group.erase(std::unique(used.group.begin(), used.group.end()), used.group.end());
  return used;
}

Sides sides_of(const FactoredCase& factored, const reference::Matrix<double>& u,
               const RowPositions& positions, const UsedGroups& used, const Vector<double>& unit, Index row,
               Index k, double allowed) {
  const Case& c = factored.c;
  const Index column = factored.hypothesis.order[k];
  const double scale = c.grid.scale_at(row, column);
  // With x the unknowns, v_k(s') / s_k = r_k - shift . x, and the cell reaches (1/2 + growth . x) gaps far.
  Vector<double> shift = Vector<double>::Zero(unit.size());
  for (Index i = 0; i <= k; ++i) {
    const Index other = factored.hypothesis.order[i];
    const double multiple = reference::multiple(factored.grid, row, other, c.codes(row, other));
    const Index unknown = used.unknown_of(c.grid.group_index[other]);
    shift(unknown) += multiple * (i == k ? 1.0 : u(i, k)) * unit(unknown) / scale;
  }
  Vector<double> growth = Vector<double>::Zero(unit.size());
  const Index own = used.unknown_of(c.grid.group_index[column]);
  growth(own) = unit(own) / (2.0 * scale);
  const Code code = c.codes(row, column);
  const double above = factored.cells.side(code, true).gap.hi;
  const double below = factored.cells.side(code, false).gap.hi;
  const double r = positions.r(k) * (positions.r(k) > 0 ? above : below);
  return {-shift - above * growth, above * (0.5 + allowed) - r, shift - below * growth,
          below * (0.5 + allowed) + r};
}

}  // namespace

FittedScales fit_rounded_scales(const FactoredCase& factored, const reference::Matrix<double>& u,
                                const RowPositions& positions, Index row, const std::vector<bool>& beyond,
                                const Vector<double>& allowed, double& budget) {
  const Case& c = factored.c;
  // The unknowns are x_g = (s'_g - s_g) / unit_g. They lie between -1 and 1 or, beside a power of two,
  // between half of that on one side and all of it on the other.
  const UsedGroups used = used_groups(c);
  const Index unknowns = std::ssize(used.group);
  Vector<double> unit(unknowns);
  FeasiblePoint point(unknowns, 1e-12, budget);
  for (Index x = 0; x < unknowns; ++x) {
    const double scale = c.grid.scale[row * c.grid.groups + used.group[x]];
    const auto [low, high] = reference::rounding_interval(c.scale_format, scale);
    unit(x) = std::max(high - scale, scale - low);
    const Vector<double> axis = Vector<double>::Unit(unknowns, x);
    point.accept(axis, (high - scale) / unit(x));
    point.accept(-axis, (scale - low) / unit(x));
  }

  // The decisions that are inside at the stored scales, x = 0, come first; the others follow one by one.
  FittedScales found{std::vector<Fit>(c.layer.in, Fit::yes)};
  for (const bool outside : {false, true})
    for (Index k = 0; k < c.layer.in; ++k) {
      if (beyond[k] != outside) continue;
      const Sides sides = sides_of(factored, u, positions, used, unit, row, k, allowed(k));
      const Code code = c.codes(row, factored.hypothesis.order[k]);
      const auto passes = [&](bool greater, const Vector<double>& row_of, double limit) {
        return !factored.cells.side(code, greater).has_end || point.accept(row_of, limit);
      };
      const bool fits_both =
          passes(true, sides.above, sides.above_limit) && passes(false, sides.below, sides.below_limit);
      if (outside && !fits_both) found.fits[k] = budget > 0 ? Fit::no : Fit::unknown;
    }
  found.moved = point.point().cwiseAbs().maxCoeff();
  return found;
}

}  // namespace quantcheck::check
