// The cells of a grid's codes in double, beside those of the reference.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/certified/bounded_position.h>
#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/known_levels.h>

namespace quantcheck::test {
namespace {

using check::GridCells;

Grid<double> table(std::vector<double> levels) {
  Grid<double> grid{1, {1.0}, {0}, {0}, {0, std::ssize(levels) - 1}};
  grid.levels = std::move(levels);
  return grid;
}

std::vector<Grid<double>> tables() {
  return {table({reference::e2m1_levels.begin(), reference::e2m1_levels.end()}),
          table({reference::nf4_levels.begin(), reference::nf4_levels.end()}),
          table({3, -2, -2, 0.25, 0, 7.5, -0.0, 1e-3}),
          table({5}),
          table({0, -0.0, 0}),
          table({1, 2})};
}

TEST(GridCells, AreThoseOfTheReference) {
  for (const Grid<double>& grid : tables()) {
    const GridCells cells(grid);
    for (Code code = 0; code < std::ssize(grid.levels); ++code) {
      const auto gaps = reference::gaps(grid, code);
      EXPECT_EQ(cells.level(code), grid.levels[code]);
      EXPECT_EQ(cells.side(code, true).has_end, gaps.above.has_value());
      EXPECT_EQ(cells.side(code, false).has_end, gaps.below.has_value());
      EXPECT_EQ(cells.is_single(), !gaps.above && !gaps.below);
      if (cells.is_single()) continue;
      EXPECT_EQ(cells.side(code, true).gap.hi, gaps.above.value_or(gaps.below.value_or(0)));
      EXPECT_EQ(cells.side(code, false).gap.hi, gaps.below.value_or(gaps.above.value_or(0)));
      EXPECT_EQ(cells.widest(code), *reference::larger_gap(gaps));
      EXPECT_EQ(cells.narrowest(code),
                std::min(cells.side(code, true).gap.hi, cells.side(code, false).gap.hi));
    }
  }
}

// Going through all levels finds the same.
TEST(GridCells, FindTheNearestLevel) {
  for (const Grid<double>& grid : tables()) {
    const GridCells cells(grid);
    for (double x = -9; x <= 9; x += 0.0625) {
      double least = std::fabs(x - grid.levels.front());
      for (const double level : grid.levels) least = std::min(least, std::fabs(x - level));
      const Code found = cells.nearest(x);
      EXPECT_EQ(std::fabs(x - grid.levels[found]), least) << x;
      EXPECT_EQ(found, std::ranges::find(grid.levels, grid.levels[found]) - grid.levels.begin()) << x;
    }
  }
}

// A gap between levels of different size has more digits than a double.
TEST(GridCells, HoldGapsExactly) {
  const GridCells cells(table({1, 0x1p-70}));
  const check::Pair gap = cells.side(0, false).gap;
  EXPECT_EQ(gap.hi, 1);
  EXPECT_EQ(gap.lo, -0x1p-70);
}

// The cell of 4 in e2m1 ends half a level below it, and a level above.
TEST(GridCells, GiveDistancesInTheGapThatIsCrossed) {
  const GridCells cells(tables().front());
  constexpr Code four = 6;
  const auto excess = [&](double scale, double v) {
    return check::bounded_position(cells, four, scale, v, 0).excess;
  };
  EXPECT_EQ(excess(1, -0.5), 0);
  EXPECT_EQ(excess(1, 1), 0);
  EXPECT_EQ(excess(1, -1), 0.5);
  EXPECT_EQ(excess(1, 2), 0.5);
  EXPECT_EQ(excess(-2, 1), 0);   // towards the lesser levels
  EXPECT_EQ(excess(-2, -2), 0);  // towards the greater ones
  // Beyond the greatest level there is no end, and the gap of the other side counts.
  const check::BoundedPosition clipped = check::bounded_position(cells, 7, 1, 3, 0);
  EXPECT_EQ(clipped.excess, 1);
  EXPECT_TRUE(clipped.clipped);
  EXPECT_EQ(clipped.side, check::Side::inside);
}

// v may be on either side of 4, where a gap is half as wide.
TEST(GridCells, TakeTheNarrowerGapWhereTheSideIsNotKnown) {
  const GridCells cells(tables().front());
  EXPECT_EQ(check::bounded_position(cells, 6, 1, 0.125, 0.2).side, check::Side::inside);
  EXPECT_EQ(check::bounded_position(cells, 6, 1, 0.125, 0.4).side, std::nullopt);
  EXPECT_EQ(check::bounded_position(cells, 6, 1, 0.5, 0.4).side, check::Side::inside);
}

}  // namespace
}  // namespace quantcheck::test
