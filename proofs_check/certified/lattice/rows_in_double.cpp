#include <quantcheck/proofs_check/certified/lattice/rows_in_double.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/cases/coded_block.h>
#include <quantcheck/proofs_check/exact/lattice/admissible.h>

namespace quantcheck::check {

using reference::E8Point;

RowsInDouble::RowsInDouble(const FactoredLattice& lattice, const std::vector<FactorGroup>& groups,
                           std::vector<Index> rows)
    : lattice_(lattice), groups_(groups), rows_(std::move(rows)), points_(rows_.size()) {
  optimized::team_of(optimized::thread_count(0)).for_each(count(), [&](Index k) {
    points_[k] = likely_points(lattice_.c, rows_[k]);
  });
  errors_ = errors_of(rows_, points_);
  residuals_ = bounded_residuals(lattice_.factor, lattice_.layer.hypothesis, errors_);
  if (lattice_.c.decoded.empty()) take_right_points();
}

BlockCompensations RowsInDouble::compensations(Index k) const {
  if (is_usable(k))
    return block_compensations(lattice_.factor, groups_, &errors_.error(k, 0), &residuals_.value(k, 0));
  const auto n = static_cast<std::size_t>(lattice_.c.cols);
  return {std::vector<double>(n), std::vector<double>(n, unbounded), 0};
}

Interval RowsInDouble::loss() const {
  Interval sum;
  const std::vector<Interval> of_rows =
      losses(lattice_.factor, lattice_.layer.hypothesis, errors_, residuals_);
  for (Index k = 0; k < count(); ++k) sum = sum + (is_usable(k) ? of_rows[k] : Interval{0, unbounded});
  return sum;
}

RowErrors RowsInDouble::errors_of(const std::vector<Index>& rows,
                                  const std::vector<RowPoints>& points) const {
  return block_errors(lattice_.c, lattice_.layer.hypothesis.order, lattice_.factor.hessian.scaling, rows,
                      points);
}

// A point that changes moves the later targets of its row. So the first one of a row is taken before the
// others are looked at, and the points of a row are right up to there after each round.
void RowsInDouble::take_right_points() {
  std::vector<Index> changed(rows_.size());
  std::iota(changed.begin(), changed.end(), Index{0});
  while (!changed.empty()) {
    std::vector<unsigned char> again(rows_.size());
    optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(changed), [&](Index i) {
      again[changed[i]] = is_usable(changed[i]) && take_right_point(changed[i]);
    });
    changed.clear();
    std::vector<Index> rows;
    std::vector<RowPoints> points;
    for (Index k = 0; k < count(); ++k) {
      if (again[k] == 0) continue;
      changed.push_back(k);
      rows.push_back(rows_[k]);
      points.push_back(points_[k]);
    }
    if (changed.empty()) return;
    const RowErrors errors = errors_of(rows, points);
    const Residuals residuals = bounded_residuals(lattice_.factor, lattice_.layer.hypothesis, errors);
    for (Index i = 0; i < std::ssize(changed); ++i) {
      errors_.error.row(changed[i]) = errors.error.row(i);
      errors_.usable[changed[i]] = errors.usable[i];
      residuals_.value.row(changed[i]) = residuals.value.row(i);
      residuals_.error.row(changed[i]) = residuals.error.row(i);
    }
  }
}

// Takes the first point of a row that is not right yet. Returns whether there was one.
bool RowsInDouble::take_right_point(Index k) {
  const LatticeCase& c = lattice_.c;
  const BlockCompensations known = compensations(k);
  for (Index step = 0; step < c.blocks(); ++step) {
    const Index b = c.block_at(step);
    const CodedBlock block = coded_block(c, {rows_[k], b});
    const std::vector<E8Point> least = least_points(block.code, c.q);
    if (least.size() == 1) continue;
    BlockTarget x = target(k, step, known);
    x.error = 0;  // of two points that are as near, either will do (nearest_of_class)
    const double beta = c.beta[block.beta_index];
    const Beta scale{reference::exact(beta), beta};
    const ScaledTarget t(x, scale);
    E8Point right = least.front();
    if (t.in_range) {
      const E8Point nearest = nearest_of_class(t, block.code, c.q);
      if (std::ranges::count(least, nearest) > 0) right = nearest;
    }
    if (points_[k][b] == right) continue;
    points_[k][b] = right;
    return true;
  }
  return false;
}

}  // namespace quantcheck::check
