#include <quantcheck/proofs_check/diagnose/readings/masks.h>

#include <algorithm>
#include <utility>

#include <quantcheck/proofs_check/diagnose/index_words.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {

std::vector<Index> columns_to_mask(const Case& c) {
  std::vector<bool> zero(static_cast<std::size_t>(c.layer.in), true);
  for (Index row = 0; row < c.layer.out; ++row) {
    const std::vector<double> weights = c.weights_of(row);
    for (Index j = 0; j < c.layer.in; ++j)
      if (weights[j] != 0) zero[j] = false;
  }
  std::vector<Index> columns;
  for (Index j = 0; j < c.layer.in; ++j)
    if (zero[j]) columns.push_back(j);
  return columns;
}

std::vector<Mask> misplaced_masks(const Case& c) {
  const std::vector<Index> intended = columns_to_mask(c);
  std::vector<Mask> masks;
  if (intended.empty() || std::ssize(intended) == c.layer.in) return masks;
  const auto add = [&](const Order& at, const char* how) {
    std::vector<Index> columns;
    columns.reserve(intended.size());
    for (const Index j : intended) columns.push_back(at[j]);
    std::sort(columns.begin(), columns.end());
    if (columns == intended) return;
    std::string words = "rows and columns of the hessian are masked at other places: those of columns " +
                        index_words(columns) + " in the place of " + index_words(intended) + ", " + how;
    masks.push_back({std::move(columns), std::move(words)});
  };
  add(c.declared.order, "whose places were taken for those in the permuted hessian");
  add(reference::inverse_order(c.declared.order), "whose places were permuted by the inverse permutation");
  return masks;
}

Case with_mask(Case c, const std::vector<Index>& columns) {
  const Index in = c.layer.in;
  std::vector<double>& hessian = c.layer.hessian.edit();
  for (const Index j : columns) {
    for (Index i = 0; i < in; ++i) hessian[i * in + j] = hessian[j * in + i] = 0;
    hessian[j * in + j] = 1;
  }
  return c;
}

}  // namespace quantcheck::check
