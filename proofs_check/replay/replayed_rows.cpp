#include <quantcheck/proofs_check/replay/replayed_rows.h>

#include <quantcheck/proofs_check/certified/grid_cells.h>
#include <quantcheck/proofs_check/replay/dense/product.h>
#include <quantcheck/reference/grid.h>

namespace quantcheck::check {

using reference::Matrix;

ReplayedRows replayed_rows(const Case& c, const Hypothesis& hypothesis, const Matrix<double>& residual,
                           std::span<const Index> rows) {
  const Index n = c.layer.in;
  const auto count = static_cast<Index>(rows.size());
  const GridCells cells(c.grid);
  const auto numbers = [&](bool there_are) {
    return there_are ? Matrix<double>(n, count) : Matrix<double>();
  };
  ReplayedRows result{numbers(true),
                      numbers(true),
                      numbers(true),
                      numbers(true),
                      numbers(cells.is_table() && !cells.is_single()),
                      numbers(!c.grid.offset.empty())};
  // Eight rows at a time fill the lines of the cache that they are written to.
  in_parts<8>(count, 8 * n, [&](Index first, Index part) {
    std::vector<std::vector<double>> weights;
    std::vector<std::vector<Code>> codes;
    for (Index i = first; i < first + part; ++i) {
      weights.push_back(c.weights_of(rows[i]));
      codes.push_back(c.codes.row(rows[i]));
    }
    for (Index k = 0; k < n; ++k) {
      const Index column = hypothesis.order[k];
      for (Index i = first; i < first + part; ++i) {
        const Index row = rows[i];
        result.weight(k, i) = weights[i - first][column];
        result.scale(k, i) = c.grid.scale_at(row, column);
        const Code code = codes[i - first][column];
        result.code(k, i) =
            reference::multiple(c.grid, row, column, code) - static_cast<double>(hypothesis.zero_shift);
        result.residual(k, i) = residual(i, k);
        if (result.gaps.size() > 0) {
          const double gap = cells.side(code, residual(i, k) > 0).gap.hi;
          result.gaps(k, i) = gap;
          result.residual(k, i) *= gap;
        }
        if (result.offsets.size() > 0) result.offsets(k, i) = c.grid.offset_at(row, column);
      }
    }
  });
  return result;
}

}  // namespace quantcheck::check
