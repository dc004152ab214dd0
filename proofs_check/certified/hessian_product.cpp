#include <quantcheck/proofs_check/certified/hessian_product.h>

#include <algorithm>

#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

// More than underflow adds to a product, as a share of d_i sum_k d_k |x_k|: the vectors here have an entry of
// 1, and scaling is by less than 2^540.
constexpr double product_underflow = 0x1p-500;

std::vector<optimized::Pairs> product_with(MatrixView<const double> entries,
                                           const std::vector<optimized::Pairs>& vectors) {
  return optimized::multiply_pairs(entries, vectors);
}

// The same, with so many rows as doubles at a time.
std::vector<optimized::Pairs> product_with(MatrixView<const float> entries,
                                           const std::vector<optimized::Pairs>& vectors) {
  constexpr Index rows_together = 128;
  std::vector<optimized::Pairs> products(vectors.size());
  optimized::Buffer<double> rows(std::min(rows_together, entries.rows) * entries.cols);
  for (Index first = 0; first < entries.rows; first += rows_together) {
    const Index count = std::min(rows_together, entries.rows - first);
    optimized::team_of(optimized::thread_count(0)).for_each(count, [&](Index i) {
      std::copy_n(&entries(first + i, 0), entries.cols, rows.data() + i * entries.cols);
    });
    const std::vector<optimized::Pairs> part =
        product_with(MatrixView<const double>{rows.data(), count, entries.cols, entries.cols}, vectors);
    for (std::size_t v = 0; v < part.size(); ++v) {
      products[v].hi.insert(products[v].hi.end(), part[v].hi.begin(), part[v].hi.end());
      products[v].lo.insert(products[v].lo.end(), part[v].lo.begin(), part[v].lo.end());
    }
  }
  return products;
}

}  // namespace

HessianProduct::HessianProduct(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor)
    : case_(c), factor_(factor) {
  for (Index k = 0; k < c.layer.in; ++k) {
    const Index column = factor.factor.order[k];
    const Rational power = reference::exact(factor.hessian.scaling[column]);
    added_.push_back(nearest_pair(
        added_to_diagonal(c, hypothesis, column, factor.hessian.undamped(column, column)) * power * power));
  }
  const double products =
      optimized::pair_product_error(c.layer.in) +
      (c.layer.hessian.empty() ? optimized::transposed_pair_product_error(c.layer.samples) : 0);
  error_ = bound_slack * factor.hessian.undamped_share * (products + 16 * pair_roundoff) + product_underflow;
}

std::vector<PairVector> HessianProduct::operator()(const std::vector<PairVector>& vectors) const {
  const std::vector<double>& scaling = factor_.hessian.scaling;
  const Order& order = factor_.factor.order;
  const auto n = static_cast<std::size_t>(factor_.factor.in);
  std::vector<optimized::Pairs> by_column(vectors.size(), {std::vector<double>(n), std::vector<double>(n)});
  for (std::size_t v = 0; v < vectors.size(); ++v)
    for (std::size_t k = 0; k < n; ++k) {
      const Pair entry = scaled(vectors[v][k], scaling[order[k]]);
      by_column[v].hi[order[k]] = entry.hi;
      by_column[v].lo[order[k]] = entry.lo;
    }
  const std::vector<optimized::Pairs> products = undamped(by_column);
  std::vector<PairVector> result(vectors.size(), PairVector(n));
  for (std::size_t v = 0; v < vectors.size(); ++v)
    for (std::size_t k = 0; k < n; ++k) {
      const Pair entry{products[v].hi[order[k]], products[v].lo[order[k]]};
      result[v][k] = scaled(entry, scaling[order[k]]) + added_[k] * vectors[v][k];
    }
  return result;
}

std::vector<optimized::Pairs> HessianProduct::undamped(const std::vector<optimized::Pairs>& vectors) const {
  const MatrixView<const double>& activations = factor_.hessian.activations;
  if (activations.data == nullptr)
    return factor_.hessian.undamped.visit(
        [&](const auto& entries) { return product_with(entries, vectors); });
  return optimized::multiply_pairs_transposed(activations, optimized::multiply_pairs(activations, vectors));
}

}  // namespace quantcheck::check
