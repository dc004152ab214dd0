#include <quantcheck/proofs_check/judge/grid_use.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <quantcheck/optimized/parallel/team.h>

namespace quantcheck::check {
namespace {

// What one scale is used for.
struct ScaleUse {
  Index columns = 0;
  double beyond = 0;
  Code least = 0;
  Code greatest = 0;

  Code span() const { return greatest - least; }
};

// The least and the greatest level of a grid, where it has ends.
struct Ends {
  explicit Ends(const Grid<double>& grid) {
    if (!grid.levels.empty()) {
      least = std::ranges::min(grid.levels);
      greatest = std::ranges::max(grid.levels);
      return;
    }
    if (grid.range.min) least = static_cast<double>(*grid.range.min);
    if (grid.range.max) greatest = static_cast<double>(*grid.range.max);
  }

  // How far a weight lies beyond them, in scales; 0 where it lies between them. `steps` is the weight in
  // scales.
  double beyond(double steps, double zero) const {
    if (greatest && steps > 0) return std::max(0.0, steps - (*greatest - zero));
    if (least && steps < 0) return std::max(0.0, *least - zero - steps);
    return 0;
  }

  std::optional<double> least = {};
  std::optional<double> greatest = {};
};

// The use of each scale of a row.
std::vector<ScaleUse> uses_of_row(const Case& c, const Ends& ends, Index row) {
  std::vector<ScaleUse> uses(static_cast<std::size_t>(c.grid.groups));
  const std::vector<double> weights = c.layer.weight.values(row * c.layer.in, c.layer.in);
  const std::vector<Code> codes = c.codes.row(row);
  for (Index column = 0; column < c.layer.in; ++column) {
    if (c.declared.dead[column]) continue;
    ScaleUse& use = uses[c.grid.group_index[column]];
    const double from_offset = weights[column] - c.grid.offset_at(row, column);
    const double beyond = ends.beyond(from_offset / c.grid.scale_at(row, column),
                                      static_cast<double>(c.grid.zero_at(row, column)));
    use.beyond = std::max(use.beyond, beyond);
    use.least = use.columns == 0 ? codes[column] : std::min(use.least, codes[column]);
    use.greatest = use.columns == 0 ? codes[column] : std::max(use.greatest, codes[column]);
    ++use.columns;
  }
  return uses;
}

void add_scale(const Case& c, const ScalePlace& place, const ScaleUse& use, GridUse& all) {
  if (use.columns == 0) return;
  ++all.scales;
  if (use.beyond > 1) {
    ++all.too_small;
    if (use.beyond > all.beyond) {
      all.smallest = place;
      all.beyond = use.beyond;
    }
  }
  const CodeRange& range = c.grid.range;
  if (use.columns < columns_to_tell || !range.min || !range.max || !c.grid.levels.empty()) return;
  ++all.told;
  if (use.span() + 1 > (*range.max - *range.min + 1) / 2) return;
  if (all.half_unused++ == 0 || use.span() < all.greatest - all.least) {
    all.largest = place;
    all.least = use.least;
    all.greatest = use.greatest;
  }
}

}  // namespace

GridUse grid_use(const Case& c) {
  const Ends ends(c.grid);
  std::vector<GridUse> of_rows(static_cast<std::size_t>(c.layer.out));
  optimized::team_of(optimized::thread_count(0)).for_each(c.layer.out, [&](Index row) {
    const std::vector<ScaleUse> uses = uses_of_row(c, ends, row);
    for (Index group = 0; group < std::ssize(uses); ++group)
      add_scale(c, {row, group}, uses[group], of_rows[row]);
  });
  GridUse all;
  all.rows_too_small.reserve(of_rows.size());
  all.rows_half_unused.reserve(of_rows.size());
  for (const GridUse& row : of_rows) {
    all.scales += row.scales;
    all.too_small += row.too_small;
    if (row.beyond > all.beyond) {
      all.smallest = row.smallest;
      all.beyond = row.beyond;
    }
    all.told += row.told;
    if (row.half_unused > 0 &&
        (all.half_unused == 0 || row.greatest - row.least < all.greatest - all.least)) {
      all.largest = row.largest;
      all.least = row.least;
      all.greatest = row.greatest;
    }
    all.half_unused += row.half_unused;
    all.rows_too_small.push_back(row.too_small > 0);
    all.rows_half_unused.push_back(row.half_unused > 0);
  }
  return all;
}

}  // namespace quantcheck::check
