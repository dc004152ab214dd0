// The choice of betas for first-beta, by dynamic programming on a sample of lattice blocks.
#pragma once

#include <quantcheck/reference/nestquant/scaled_codes.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The candidates that are chosen for betas, and their squared error as FirstBetaProgram or OptBetaSearch
/// counts it.
template <class Number>
struct SelectedBetas {
  std::vector<Index> chosen;  // ascending
  Number squared_error;       // of all lattice blocks together
};

/// Chooses k of m candidates, which ascend. A lattice block needs the smallest candidate from which on it
/// overloads at none. The error of a choice is counted as if the block used the smallest chosen candidate
/// that is no less than that, or the largest chosen one if all are less. First-beta does nearly the same; it
/// may also take a smaller beta, between two at which the block overloads. Opt-beta does not; its betas are
/// chosen by opt_beta_search.h. After arXiv 2502.09720.
template <class Number>
class FirstBetaProgram {
 public:
  explicit FirstBetaProgram(Index candidates)
      : error_(candidates + 1, Vector<Number>::Constant(candidates, Number(0))) {}

  /// Adds a lattice block to the sample, by its squared error at each candidate, and whether it overloads
  /// there (m of each).
  void add(const std::vector<Number>& squared_error, const std::vector<bool>& overload) {
    const Index m = std::ssize(squared_error);
    Index needed = m;
    while (needed > 0 && !overload[needed - 1]) --needed;
    for (Index i = 0; i < m; ++i) error_[needed](i) = error_[needed](i) + squared_error[i];
  }

  /// The choice of k candidates with the least error. Throws Error unless 1 <= k <= m.
  SelectedBetas<Number> best(Index k) const;

 private:
  // error_[f](i): the squared error at candidate i of all blocks that need candidate f. f = m stands for
  // those that overload at the last candidate.
  std::vector<Vector<Number>> error_;
};

// The dynamic program runs over the largest chosen candidate and the number of those chosen, in O(m^2 k)
// operations.
template <class Number>
SelectedBetas<Number> FirstBetaProgram<Number>::best(Index k) const {
  const Index m = std::ssize(error_) - 1;
  if (k < 1 || k > m) throw Error("the number of betas must be 1 .. the number of candidates");
  Matrix<Number> below(m, m + 2);  // (i, f): the error at candidate i of the blocks that need less than f
  for (Index i = 0; i < m; ++i) {
    below(i, 0) = Number(0);
    for (Index f = 0; f <= m; ++f) below(i, f + 1) = below(i, f) + error_[f](i);
  }

  // least(j, i) is the least error of the blocks that need no more than i, with j + 1 candidates chosen of
  // which i is the largest. before(j, i) is the next smaller one of that choice.
  Matrix<Number> least(k, m);
  Matrix<Index> before(k, m);
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
