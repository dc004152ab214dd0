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

// How far a weight lies beyond the ends of the grid, in scales; 0 where it lies between them.
double beyond_ends(const CodeRange& range, double steps, Code zero) {
  if (range.max && steps > 0) return std::max(0.0, steps - static_cast<double>(*range.max - zero));
  if (range.min && steps < 0) return std::max(0.0, static_cast<double>(*range.min - zero) - steps);
  return 0;
}

// The use of each scale of a row.
std::vector<ScaleUse> uses_of_row(const Case& c, Index row) {
  std::vector<ScaleUse> uses(static_cast<std::size_t>(c.grid.groups));
  const std::vector<double> weights = c.layer.weight.values(row * c.layer.in, c.layer.in);
  const std::vector<Code> codes = c.codes.row(row);
  for (Index column = 0; column < c.layer.in; ++column) {
    if (c.declared.dead[column]) continue;
    ScaleUse& use = uses[c.grid.group_index[column]];
    const double beyond = beyond_ends(c.grid.range, weights[column] / c.grid.scale_at(row, column),
                                      c.grid.zero_at(row, column));
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
  if (use.columns < columns_to_tell || !range.min || !range.max) return;
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
  std::vector<GridUse> of_rows(static_cast<std::size_t>(c.layer.out));
  optimized::team_of(optimized::thread_count(0)).for_each(c.layer.out, [&](Index row) {
    const std::vector<ScaleUse> uses = uses_of_row(c, row);
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
