// Bounds on the loss of a nearest-plane result, relative to that of the closest vector.
#pragma once

#include <algorithm>

#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The bound
///     max_j (sum of d_j'^2 over j' processed at or after j) / d_j^2,
/// with d_j the Gram-Schmidt norms of a row's basis in processing order (squared_norms of loss.h). Without
/// clipping, the loss of the nearest plane is at most so many times the least loss of any codes. This is
/// sharper than arXiv 2507.18553, Theorem 5.
///
/// Proof: if the codes are those of an optimum, the ratio of the losses is 1, and the bound is at least 1,
/// which is its quotient for the last j. Else let j be the first step at which they differ. Before it both
/// have the same residuals v_i, i < j, and therefore the same target at j. The nearest plane chose a code
/// nearest to that target and the optimum has another one, so the value of the latter is at least half a
/// scale away from the target, and the optimum loses at least d_j^2 / 4 from j on. The nearest plane loses at
/// most a quarter of the sum from j on. What both lose before j only lowers the ratio, as the ratio is at
/// least 1.
template <class Number>
Number relative_bound(const Vector<Number>& squared_norm) {
  Number largest = Number(0);
  Number at_or_after = Number(0);
  for (Index j = squared_norm.size() - 1; j >= 0; --j) {
    at_or_after = at_or_after + squared_norm(j);
    largest = std::max(largest, Number(at_or_after / squared_norm(j)));
  }
  return largest;
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
