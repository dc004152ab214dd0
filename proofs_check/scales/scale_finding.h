// The finding on the rule that the scales and zeros of a case follow.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/cases/scale_rule.h>
#include <quantcheck/proofs_check/certified/interval.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// A rule, and how many groups of how many rows have the scale and the zero that it gives. Groups all of
/// whose weights are 0 are not counted.
struct RuleFit {
  ScaleRule rule;
  Index groups = 0;
  Index of = 0;

  /// Whether the rule is that of the case: nine groups of ten have what it gives.
  bool holds() const { return of > 0 && 10 * groups >= 9 * of; }
  /// Whether it fits a larger share of the groups than another.
  bool exceeds(const RuleFit& other) const {
    if (other.of == 0) return of > 0;
    return static_cast<double>(groups) * static_cast<double>(other.of) >
           static_cast<double>(other.groups) * static_cast<double>(of);
  }
};

/// The loss of codes for the same layer, order and damping on the grid of another rule.
struct RuleLoss {
  ScaleRule rule;
  Interval loss;
};

struct ScaleFinding {
  RuleFit best;          // the rule that fits most, whether it holds or not
  Index rows = 0;        // in which `best` was looked at
  bool sampled = false;  // whether the case has more rows
  Index groups = 0;      // of the grid, in a row
  // Of all groups with weights other than 0: those whose scale is less than half of absmax's (minmax's where
  // zeros differ), so that codes end before half of the largest weight.
  Index too_small = 0;
  Index all = 0;
  bool compensated = false;  // whether compensated weights were looked at
  std::optional<DeclaredScaleRule> declared;
  // The best fit that the declared rule allows; none where it could not be tried.
  std::optional<RuleFit> declared_fit;
  // What the best of the rules that are fitted to all weights of each group would lose, where the scales
  // follow none of them.
  std::optional<RuleLoss> other;

  /// Whether the scales come from a part of the columns that they are for.
  bool from_a_part() const {
    return best.holds() && best.rule.columns != ScaleColumns::group && best.rule.columns != ScaleColumns::row;
  }
  /// Whether most scales are too small, and follow no rule.
  bool clip() const { return !best.holds() && 2 * too_small > all; }
  /// Whether a declared rule was tried, and does not give the scales.
  bool contradicts() const { return declared_fit && !declared_fit->holds(); }
};

}  // namespace quantcheck::check
