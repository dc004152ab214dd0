#include <quantcheck/proofs_check/replay/replayed_rows.h>

#include <quantcheck/proofs_check/replay/dense/product.h>

namespace quantcheck::check {

using reference::Matrix;

ReplayedRows replayed_rows(const Case& c, const Hypothesis& hypothesis, const Matrix<double>& residual,
                           std::span<const Index> rows) {
  const Index n = c.layer.in;
  const auto count = static_cast<Index>(rows.size());
  ReplayedRows result{Matrix<double>(n, count), Matrix<double>(n, count), Matrix<double>(n, count),
                      Matrix<double>(n, count)};
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
        result.code(k, i) = static_cast<double>(codes[i - first][column] - c.grid.zero_at(row, column) -
                                                hypothesis.zero_shift);
        result.residual(k, i) = residual(i, k);
      }
    }
  });
  return result;
}

}  // namespace quantcheck::check
