// The numbers of groups that each rule fits, of weights that are taken in one and the same way.
#pragma once

#include <array>
#include <span>
#include <vector>

#include <quantcheck/proofs_check/scales/group_fit.h>
#include <quantcheck/proofs_check/scales/scale_finding.h>

namespace quantcheck::check {

/// A norm and a range of least_error.
struct ErrorMeasure {
  double norm = 2;
  double range = 0.8;
};

class RuleCounts {
 public:
  /// Counts the rules of extent_fits, and least_error with these measures.
  explicit RuleCounts(std::vector<ErrorMeasure> measures = {})
      : measures_(std::move(measures)), least_(measures_.size()) {}

  void add(std::span<const double> weights, const StoredGrid& stored, const CodeEnds& ends, bool symmetric);
  void add(const RuleCounts& other);

  /// All rules, with what else is to be said of them taken from `rule`.
  std::vector<RuleFit> fits(const ScaleRule& rule) const;
  /// How many groups were added that have weights other than 0.
  Index groups() const { return groups_; }
  /// How many of them have a scale of less than half of the covering one.
  Index too_small() const { return too_small_; }
  /// How many have a scale that is some percentage of the covering one, which least_error needs.
  Index percentages() const { return percentages_; }

 private:
  std::vector<ErrorMeasure> measures_;
  std::array<Index, extent_fits.size()> extent_{};
  std::vector<Index> least_;
  Index percentages_ = 0;
  Index too_small_ = 0;
  Index groups_ = 0;
};

}  // namespace quantcheck::check
