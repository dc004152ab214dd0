// Bounds on the loss of a nearest-plane result, relative to that of the closest vector.
#pragma once

#include <algorithm>

#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The bound
///     max_j (sum of a_j' over j' processed at or after j) / b_j.
/// Without clipping, the loss of the nearest plane in a row is at most so many times the least loss of any
/// codes. For integers both a and b are the squared norms d_j^2 of the row's basis (squared_norms of loss.h),
/// and the bound is sharper than arXiv 2507.18553, Theorem 5. For a table, a is that of the larger gap beside
/// each of the nearest plane's codes (squared_gaps), and b that of the smallest gap of the grid
/// (squared_smallest_gaps), so that a_j >= b_j.
///
/// Proof: if the values are those of an optimum, the ratio of the losses is 1, and the bound is at least 1,
/// as its quotient for the last j is. Else let j be the first step at which they differ. Before it both have
/// the same residuals v_i, i < j, and therefore the same target at j. The nearest plane chose a value nearest
/// to that target. The optimum has another one, at least the smallest gap away from it and so at least half
/// of that from the target: it loses at least b_j / 4 from j on. The nearest plane loses at most a quarter of
/// the sum from j on. What both lose before j only lowers the ratio, as the ratio is at least 1.
template <class Number>
Number relative_bound(const Vector<Number>& squared_larger, const Vector<Number>& squared_smallest) {
  Number largest = Number(0);
  Number at_or_after = Number(0);
  for (Index j = squared_larger.size() - 1; j >= 0; --j) {
    at_or_after = at_or_after + squared_larger(j);
    largest = std::max(largest, Number(at_or_after / squared_smallest(j)));
  }
  return largest;
}

/// The same for integers.
template <class Number>
Number relative_bound(const Vector<Number>& squared_norm) {
  return relative_bound(squared_norm, squared_norm);
}

/// The weakest form of the bound in the paper,
///     (n + 1) max_j max_{j' processed at or after j} d_j'^2 / d_j^2.
/// Its other form is 1 + relative_bound.
template <class Number>
Number weakest_relative_bound(const Vector<Number>& squared_norm) {
  const Index n = squared_norm.size();
  Number largest = Number(0);
  for (Index j = 0; j < n; ++j)
    for (Index later = j; later < n; ++later)
      largest = std::max(largest, Number(squared_norm(later) / squared_norm(j)));
  return Number(n + 1) * largest;
}

}  // namespace quantcheck::reference
