// The orders in which the columns of a layer are processed.
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The order 0 .. n-1.
inline Order natural_order(Index n) {
  Order order(n);
  std::iota(order.begin(), order.end(), Index{0});
  return order;
}

/// Act-order: the columns by descending diagonal of the undamped Hessian. Columns of equal entries keep their
/// order.
template <class Number>
Order act_order(const std::vector<Number>& diagonal) {
  Order order = natural_order(static_cast<Index>(diagonal.size()));
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return diagonal[a] > diagonal[b]; });
  return order;
}
template <class Number>
Order act_order(const Matrix<Number>& hessian) {
  std::vector<Number> diagonal;
  for (Index j = 0; j < hessian.rows(); ++j) diagonal.push_back(hessian(j, j));
  return act_order(diagonal);
}

/// Group-aware order (arXiv 2505.14638), which leaves the columns of a group together: groups of `size`
/// neighbours by their descending greatest entry of the diagonal, and inside each the columns by descending
/// entry, where equal ones keep their order. A last group that is shorter stays the last.
template <class Number>
Order group_aware_order(const std::vector<Number>& diagonal, Index size) {
  const Index n = static_cast<Index>(diagonal.size());
  std::vector<Order> groups;
  for (Index begin = 0; begin < n; begin += size) {
    Order columns(std::min(size, n - begin));
    std::iota(columns.begin(), columns.end(), begin);
    std::stable_sort(columns.begin(), columns.end(),
                     [&](Index a, Index b) { return diagonal[a] > diagonal[b]; });
    groups.push_back(columns);
  }
  std::stable_sort(groups.begin(), groups.end() - (n % size != 0 ? 1 : 0),
                   [&](const Order& a, const Order& b) { return diagonal[a.front()] > diagonal[b.front()]; });
  Order order;
  for (const Order& columns : groups) order.insert(order.end(), columns.begin(), columns.end());
  return order;
}

/// Min-pivot order (arXiv 2507.18553, Alg. 3). Each step eliminates the column of the smallest diagonal entry
/// of the current Schur complement, the highest index among equals. The column that is eliminated first is
/// processed last. `schur` is the damped Hessian (n x n). A pivot that is not positive is no error here; the
/// factorization reports it.
template <class Number>
Order min_pivot_order(Matrix<Number> schur) {
  const Index n = schur.rows();
  Order remaining = natural_order(n);
  Order order(n);
  for (Index position = n - 1; position >= 0; --position) {
    auto smallest = remaining.begin();
    for (auto it = remaining.begin(); it != remaining.end(); ++it)
      if (!(schur(*smallest, *smallest) < schur(*it, *it))) smallest = it;
    const Index j = *smallest;
    remaining.erase(smallest);
    order[position] = j;
    if (schur(j, j) == Number(0)) continue;
    for (Index i : remaining) {
      const Number multiplier = schur(i, j) / schur(j, j);
      for (Index k : remaining) schur(i, k) = schur(i, k) - multiplier * schur(j, k);
    }
  }
  return order;
}

/// The inverse of a permutation: position[j] = k where order[k] = j.
inline Order inverse_order(const Order& order) {
  Order position(order.size());
  for (Index k = 0; k < static_cast<Index>(order.size()); ++k) position[order[k]] = k;
  return position;
}

/// Whether `order` is a permutation of 0 .. n-1.
inline bool is_permutation(const Order& order, Index n) {
  if (static_cast<Index>(order.size()) != n) return false;
  std::vector<bool> seen(n, false);
  for (Index j : order) {
    if (j < 0 || j >= n || seen[j]) return false;
    seen[j] = true;
  }
  return true;
}

}  // namespace quantcheck::reference
