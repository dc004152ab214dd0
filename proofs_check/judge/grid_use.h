// The use that the weights and codes of a case make of its grid.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::check {

/// A row and group that has a scale of its own.
struct ScalePlace {
  Index row = 0;
  Index group = 0;
};

/// How well the scales of a case fit its weights and codes. Columns of dead inputs do not count.
struct GridUse {
  /// Rows and groups that have a column.
  Index scales = 0;

  /// Scales that leave a weight more than a scale beyond an end of the grid. One that is fitted to the largest
  /// weight, whether an end of the grid or half a scale more is meant for that, leaves none.
  Index too_small = 0;
  std::vector<bool> rows_too_small;  // rows that have one
  ScalePlace smallest;  // of these, the first of those that leave a weight the farthest beyond the grid
  double beyond = 0;    // how far that is, in scales

  /// Scales of at least `columns_to_tell` columns, where the grid has two ends; and how many of them have codes
  /// that span no more than half of the grid.
  Index told = 0;
  Index half_unused = 0;
  std::vector<bool> rows_half_unused;  // rows that have one
  ScalePlace largest;                  // of these, the first of those whose codes span the least
  Code least = 0;                      // its codes
  Code greatest = 0;
};

/// Fewer columns than this may span half of a grid that was fitted to them by chance, as weights that all have
/// one sign do on a grid that has both.
inline constexpr Index columns_to_tell = 16;

/// Finds the use of the grid, from the case alone.
GridUse grid_use(const Case& c);

}  // namespace quantcheck::check
