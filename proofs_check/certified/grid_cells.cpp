#include <quantcheck/proofs_check/certified/grid_cells.h>

#include <limits>
#include <numeric>

#include <quantcheck/reference/grid.h>

namespace quantcheck::check {

GridCells::GridCells(const Grid<double>& grid) : levels_(grid.levels), range_(grid.range) {
  if (!is_table()) return;
  ascending_.resize(levels_.size());
  std::iota(ascending_.begin(), ascending_.end(), Code{0});
  const auto level_of = [this](Code code) { return levels_[code]; };
  std::ranges::stable_sort(ascending_, {}, level_of);
  const auto same_level = [this](Code a, Code b) { return levels_[a] == levels_[b]; };
  ascending_.erase(std::unique(ascending_.begin(), ascending_.end(), same_level), ascending_.end());
  single_ = ascending_.size() == 1;

  sides_.reserve(2 * levels_.size());
  for (const double level : levels_) {
    const auto own = std::ranges::lower_bound(ascending_, level, {}, level_of);
    CellSide below{Pair{std::numeric_limits<double>::infinity(), 0}, own != ascending_.begin()};
    CellSide above{below.gap, own + 1 != ascending_.end()};
    if (below.has_end) below.gap = exact_sum(level, -levels_[*(own - 1)]);
    if (above.has_end) above.gap = exact_sum(levels_[*(own + 1)], -level);
    if (!below.has_end) below.gap = above.gap;
    if (!above.has_end) above.gap = below.gap;
    sides_.push_back(below);
    sides_.push_back(above);
  }
}

Code GridCells::nearest(double x) const {
  const auto above = std::ranges::lower_bound(ascending_, x, {}, [this](Code code) { return levels_[code]; });
  if (above == ascending_.end()) return ascending_.back();
  if (above == ascending_.begin()) return ascending_.front();
  const Code below = *(above - 1);
  return x - levels_[below] <= levels_[*above] - x ? below : *above;
}

double value_in_gaps(const Grid<double>& grid, const GridCells& cells, Index row, Index column, Code code,
                     double r) {
  const double multiple = reference::multiple(grid, row, column, code);
  if (!cells.is_table() && grid.offset.empty()) return multiple;
  const double gap = cells.is_single() ? 1 : cells.side(code, r > 0).gap.hi;
  return (multiple + grid.offset_at(row, column) / grid.scale_at(row, column)) / gap;
}

}  // namespace quantcheck::check
