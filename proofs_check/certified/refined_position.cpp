#include <quantcheck/proofs_check/certified/refined_position.h>

#include <cmath>
#include <limits>

#include <quantcheck/proofs_check/certified/rounding.h>
#include <quantcheck/proofs_check/certified/row_errors.h>
#include <quantcheck/reference/grid.h>

namespace quantcheck::check {
namespace {

Pair pair_error(double weight, double scale, double steps) {
  const Pair value = exact_product(scale, steps);
  const Pair high = exact_sum(weight, -value.hi);
  return exact_sum(high.hi, high.lo - value.lo);
}

// What underflow may make of a sum of products in the range that usable rows have.
constexpr double position_underflow = 0x1p-900;

Pair absolute(Pair x) { return x.hi < 0 ? -x : x; }

}  // namespace

RowPairs row_pairs(const Case& c, const Grid<double>& grid, const CertifiedFactor& factor, Index row) {
  return row_pairs_before(c, grid, factor, row, factor.factor.in);
}

RowPairs row_pairs_before(const Case& c, const Grid<double>& grid, const CertifiedFactor& factor, Index row,
                          Index end) {
  RowPairs result;
  result.error.reserve(static_cast<std::size_t>(end));
  result.scale.reserve(static_cast<std::size_t>(end));
  for (Index k = 0; k < end; ++k) {
    const Index column = factor.factor.order[k];
    const double unit = factor.hessian.scaling[column];
    const double scale = grid.scale_at(row, column) / unit;
    result.scale.push_back(scale);
    result.error.push_back(grid.offset.empty()
                               ? pair_error(c.weight_at(row, column) / unit, scale,
                                            reference::multiple(grid, row, column, c.codes(row, column)))
                               : nearest_pair(exact_error(c, grid, row, column) / reference::exact(unit)));
  }
  return result;
}

BoundedPosition refined_position(const CertifiedFactor& factor, const Hypothesis& hypothesis,
                                 const GridCells& cells, const SchurColumn& column, const RowPairs& row,
                                 Code code) {
  const Index j = column.step;
  const Index first = hypothesis.block == 0 ? 0 : j / hypothesis.block * hypothesis.block;
  const auto root = [&](Index k) { return factor.diagonal_root(k); };
  Pair sum;
  double products = 0;  // the sum of |e_i p_i|
  double errors = 0;    // that of |e_i| d_i
  for (Index i = first; i <= j; ++i) {
    sum = sum + row.error[i] * column.entries[i];
    products += std::fabs(row.error[i].hi * column.entries[i].hi);
    errors += std::fabs(row.error[i].hi) * root(i);
  }
  const double off_pivot = bound_slack * column.error * root(j);
  const Pair pivot = column.entries[j];
  const double least_pivot = pivot.hi - bound_slack * (off_pivot + double_roundoff * pivot.hi);
  if (!(least_pivot > 0)) return {0, 0, std::numeric_limits<double>::infinity(), false, {}};
  if (cells.is_single()) return bounded_position(cells, code, {0, -0.5, 0});
  const double off_sum = column.error * errors +
                         (3 * static_cast<double>(j - first) + 16) * pair_roundoff * products +
                         position_underflow;
  const Pair gap = cells.side(code, (sum.hi > 0) == (row.scale[j] > 0)).gap;
  const Pair step = gap * Pair{std::fabs(row.scale[j]), 0};
  const Pair twice = scaled(absolute(sum), 2);
  const Pair width = pivot * step;
  const double off = bound_slack * (2 * off_sum + off_pivot * step.hi +
                                    32 * pair_roundoff * (std::fabs(twice.hi) + width.hi));
  const Pair beyond = twice - width;
  const double excess = beyond.hi / (2 * width.hi);
  // That the excess is divided by S as computed, not by the exact S, is a share of the excess.
  const double share = bound_slack * (off_pivot / least_pivot + 6 * double_roundoff);
  // Where it is not even known on which side v is, the narrower gap counts.
  const double unit =
      std::fabs(sum.hi) > bound_slack * off_sum ? step.hi : std::fabs(row.scale[j]) * cells.narrowest(code);
  const double radius = bound_slack * (off / (2 * least_pivot * unit) + share * std::fabs(excess));
  return bounded_position(cells, code, {sum.hi / (pivot.hi * row.scale[j] * gap.hi), excess, radius});
}

}  // namespace quantcheck::check
