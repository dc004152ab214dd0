// The scales and zeros of a case, group by group, as a rule has to give them.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/scales/group_fit.h>

namespace quantcheck::check {

/// The format that scales were rounded to: f16 where they are stored so; else the first of bf16 and f16 that
/// holds all of them, as a float32 tensor may hold what was rounded before; else the format they are stored
/// in.
FloatFormat format_of_scales(const Case& c);

class ScaleTable {
 public:
  /// Nothing where the codes have no two ends, without which no rule gives a scale.
  static std::optional<ScaleTable> of(const Case& c);

  const CodeEnds& ends() const { return ends_; }
  /// Whether all zeros are the middle code.
  bool symmetric() const { return symmetric_; }
  /// The groups that have columns, and these in ascending order.
  struct Group {
    Index number = 0;
    std::vector<Index> columns;
  };
  const std::vector<Group>& groups() const { return groups_; }

  /// The stored scale and zero of a group. A computed scale may be off by `slack` of itself, beside the
  /// rounding to the format of the scales.
  StoredGrid at(Index row, Index group, double slack) const;
  /// Whether all groups of the row have one scale and zero.
  bool is_uniform(Index row) const;

 private:
  explicit ScaleTable(const Case& c);

  const Case* case_;
  CodeEnds ends_;
  FloatFormat format_;
  bool symmetric_;
  std::vector<Group> groups_;
};

/// What float32 makes of a scale's own computation, and what it makes of compensated weights; `narrow` of
/// those in arithmetics of fewer digits.
inline constexpr double slack_of_float = 0x1p-21;
inline constexpr double slack_of_compensated = 0x1p-13;
inline constexpr double slack_of_narrow = 0x1p-6;

/// Weights of a group, at the columns of that group, in a row.
std::vector<double> weights_at(std::span<const double> row, const std::vector<Index>& columns);

}  // namespace quantcheck::check
