// The values and the cells of a grid's codes, in double, for all decisions of a layer.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include <quantcheck/proofs_check/certified/pair.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// One side of the cell of a code.
struct CellSide {
  // The gap to the next value on that side, in levels, exactly; where there is none, that on the other side.
  // It is infinite in a grid of a single value.
  Pair gap{1, 0};
  bool has_end = true;  // whether there is a next value on that side
};

/// The levels and the cells of a grid (reference/grid.h), without its scales, zeros and offsets.
class GridCells {
 public:
  explicit GridCells(const Grid<double>& grid);
  /// Those of integers.
  explicit GridCells(const CodeRange& range) : range_(range) {}

  bool is_table() const { return !levels_.empty(); }
  /// Whether there is but a single value, so that no loss is bounded.
  bool is_single() const { return single_; }

  /// value(code), exactly, where the code is no integer beyond 2^53.
  double level(Code code) const { return is_table() ? levels_[code] : static_cast<double>(code); }

  /// The side of the greater levels, or that of the lesser ones.
  CellSide side(Code code, bool greater) const {
    if (!is_table()) return {Pair{1, 0}, (greater ? range_.max : range_.min) != std::optional(code)};
    return sides_[2 * code + (greater ? 1 : 0)];
  }
  /// The smaller, and the larger of the gaps on both sides, rounded.
  double narrowest(Code code) const {
    return is_table() ? std::min(side(code, false).gap.hi, side(code, true).gap.hi) : 1;
  }
  double widest(Code code) const {
    return is_table() ? std::max(side(code, false).gap.hi, side(code, true).gap.hi) : 1;
  }

  /// The code whose level is nearest to x, in a table; of codes of equal level the least. At a tie it is that
  /// of the lesser level.
  Code nearest(double x) const;

 private:
  std::vector<double> levels_;
  std::vector<CellSide> sides_;  // the lesser, then the greater side of each code
  std::vector<Code> ascending_;  // a code of each distinct level, in ascending order of the levels
  CodeRange range_;
  bool single_ = false;
};

/// What a code stands for, in the gaps that a residual r crosses.
double value_in_gaps(const Grid<double>& grid, const GridCells& cells, Index row, Index column, Code code,
                     double r);

}  // namespace quantcheck::check
