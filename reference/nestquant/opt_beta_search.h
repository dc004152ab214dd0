// The choice of betas for opt-beta, by the squared error that opt-beta makes on a sample of lattice blocks.
#pragma once

#include <algorithm>
#include <array>
#include <utility>

#include <quantcheck/reference/nestquant/first_beta_program.h>

namespace quantcheck::reference {

/// Chooses k of m candidates. A lattice block uses the chosen candidate of the least squared error, as
/// opt-beta does (arXiv 2502.09720, Algorithm 3). The error of a choice is therefore the sum over the blocks
/// of the least error among the chosen ones. A dynamic program such as that of first_beta_program.h does not
/// find the best choice, as the error of a block depends on all chosen candidates.
template <class Number>
class OptBetaSearch {
 public:
  /// `errors` holds for each candidate the squared errors of all blocks.
  explicit OptBetaSearch(std::vector<std::vector<Number>> errors) : errors_(std::move(errors)) {}

  /// Improves a choice of k >= 1 candidates. One or two of them are exchanged for others, always for those
  /// that lower the error most, until no such exchange lowers it. For k <= 2 no choice then has a lower
  /// error; for k > 2 one may have, but it differs in at least three betas. Throws Error unless 1 <= k <= m.
  SelectedBetas<Number> from(std::vector<Index> start) const;

 private:
  using Errors = std::vector<Number>;

  // Some chosen candidates, and for each block the least of their errors. `least` is empty where none is
  // chosen.
  struct Kept {
    std::vector<Index> chosen;
    Errors least;
  };

  // The sum of term(k) over all blocks k. It is summed in eight interleaved parts, so that a compiler can use
  // vector registers.
  template <class Term>
  static Number sum(std::size_t blocks, Term&& term) {
    std::array<Number, 8> parts;
    parts.fill(Number(0));
    std::size_t k = 0;
    for (; k + parts.size() <= blocks; k += parts.size())
      for (std::size_t lane = 0; lane < parts.size(); ++lane) parts[lane] = parts[lane] + term(k + lane);
    Number total = Number(0);
    for (const Number& part : parts) total = total + part;
    for (; k < blocks; ++k) total = total + term(k);
    return total;
  }

  static const Number& lesser(const Number& a, const Number& b) { return b < a ? b : a; }

  Kept with(Kept kept, Index candidate) const {
    kept.chosen.push_back(candidate);
    const Errors& own = errors_[candidate];
    if (kept.least.empty()) {
      kept.least = own;
    } else {
      for (std::size_t k = 0; k < own.size(); ++k) kept.least[k] = lesser(kept.least[k], own[k]);
    }
    return kept;
  }

  Number error_with(const Kept& kept, Index candidate) const {
    const Errors& own = errors_[candidate];
    if (kept.least.empty()) return sum(own.size(), [&](std::size_t k) { return own[k]; });
    return sum(own.size(), [&](std::size_t k) { return lesser(kept.least[k], own[k]); });
  }

  // The best choice among `best` and all choices that add to the kept candidates `more` others, from the
  // candidate `first` on.
  SelectedBetas<Number> completed(const Kept& kept, Index more, Index first,
                                  SelectedBetas<Number> best) const {
    for (Index candidate = first; candidate < std::ssize(errors_); ++candidate) {
      if (std::ranges::find(kept.chosen, candidate) != kept.chosen.end()) continue;
      if (more > 1) {
        best = completed(with(kept, candidate), more - 1, candidate + 1, std::move(best));
        continue;
      }
      Number error = error_with(kept, candidate);
      if (!(error < best.squared_error)) continue;
      best = {kept.chosen, std::move(error)};
      best.chosen.push_back(candidate);
    }
    return best;
  }

  // The choice after the best exchange of `count` (1 or 2) of the chosen candidates, or `chosen` itself if no
  // exchange is better.
  SelectedBetas<Number> exchanged(const SelectedBetas<Number>& chosen, Index count) const {
    SelectedBetas<Number> best = chosen;
    const std::vector<Index>& all = chosen.chosen;
    for (Index a = 0; a < std::ssize(all); ++a) {
      for (Index b = count == 1 ? a : a + 1; b < (count == 1 ? a + 1 : std::ssize(all)); ++b) {
        Kept kept;
        for (Index i = 0; i < std::ssize(all); ++i)
          if (i != a && i != b) kept = with(std::move(kept), all[i]);
        best = completed(kept, count, 0, std::move(best));
      }
    }
    return best;
  }

  std::vector<Errors> errors_;
};

template <class Number>
SelectedBetas<Number> OptBetaSearch<Number>::from(std::vector<Index> start) const {
  const Index k = std::ssize(start);
  if (k < 1 || k > std::ssize(errors_))
    throw Error("the number of betas must be 1 .. the number of candidates");
  Kept others;
  for (Index i = 0; i + 1 < k; ++i) others = with(std::move(others), start[i]);
  const Number error = error_with(others, start.back());
  SelectedBetas<Number> chosen{std::move(start), error};
  for (Index count = 1; count <= std::min<Index>(2, k);) {
    SelectedBetas<Number> better = exchanged(chosen, count);
    const bool improved = better.squared_error < chosen.squared_error;
    count = improved ? 1 : count + 1;
    if (!improved) continue;
    std::ranges::sort(better.chosen);
    chosen = std::move(better);
  }
  return chosen;
}

}  // namespace quantcheck::reference
