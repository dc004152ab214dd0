// Betas for first-beta, chosen for a sample of blocks by dynamic programming.
#pragma once

#include <quantcheck/reference/nestquant/scaled_codes.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// Candidates chosen for betas, and the squared error that the rule of the choice counts.
template <class Number>
struct SelectedBetas {
  std::vector<Index> chosen;  // ascending
  Number squared_error;       // of all blocks together
};

/// Chooses k of m candidates, which ascend. A block counts as using the smallest chosen one that is no less
/// than what it needs, the smallest candidate from which on it overloads at none; or the largest chosen one
/// where that is less. That is close to what first-beta does, which may also take a smaller one between two
/// at which the block overloads. It is not what opt-beta does; for that there is opt_beta_search.h. After
/// arXiv 2502.09720.
template <class Number>
class FirstBetaProgram {
 public:
  explicit FirstBetaProgram(Index candidates)
      : error_(candidates + 1, Vector<Number>::Constant(candidates, Number(0))) {}

  /// A block: its squared error at each candidate, and whether it overloads there; m of each.
  void add(const std::vector<Number>& squared_error, const std::vector<bool>& overload) {
    const Index m = std::ssize(squared_error);
    Index needed = m;
    while (needed > 0 && !overload[needed - 1]) --needed;
    for (Index i = 0; i < m; ++i) error_[needed](i) = error_[needed](i) + squared_error[i];
  }

  /// The choice of the least error, for 1 <= k <= m.
  SelectedBetas<Number> best(Index k) const;

 private:
  std::vector<Vector<Number>>
      error_;  // [f](i): at candidate i, of the blocks that need f; f = m: more than all
};

/// By dynamic programming over what the largest chosen candidate is and how many are chosen, O(m^2 k).
template <class Number>
SelectedBetas<Number> FirstBetaProgram<Number>::best(Index k) const {
  const Index m = std::ssize(error_) - 1;
  if (k < 1 || k > m) throw Error("the number of betas must be 1 .. the number of candidates");
  Matrix<Number> below(m, m + 2);  // (i, f): at candidate i, of the blocks that need less than f
  for (Index i = 0; i < m; ++i) {
    below(i, 0) = Number(0);
    for (Index f = 0; f <= m; ++f) below(i, f + 1) = below(i, f) + error_[f](i);
  }

  Matrix<Number> least(k, m);  // (j, i): of the blocks that need no more than i, j + 1 chosen, i the largest
  Matrix<Index> before(k, m);  // the one chosen before i
  for (Index i = 0; i < m; ++i) least(0, i) = below(i, i + 1);
  for (Index j = 1; j < k; ++j) {
    for (Index i = j; i < m; ++i) {
      for (Index p = j - 1; p < i; ++p) {
        const Number error = least(j - 1, p) + (below(i, i + 1) - below(i, p + 1));
        if (p > j - 1 && !(error < least(j, i))) continue;
        least(j, i) = error;
        before(j, i) = p;
      }
    }
  }

  const auto total = [&](Index i) { return least(k - 1, i) + (below(i, m + 1) - below(i, i + 1)); };
  Index largest = k - 1;
  for (Index i = k; i < m; ++i)
    if (total(i) < total(largest)) largest = i;
  SelectedBetas<Number> result{std::vector<Index>(static_cast<std::size_t>(k)), total(largest)};
  for (Index j = k - 1, i = largest; j >= 0; i = j > 0 ? before(j, i) : 0, --j) result.chosen[j] = i;
  return result;
}

}  // namespace quantcheck::reference
