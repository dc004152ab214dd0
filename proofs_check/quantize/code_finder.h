// The search for the codes of exact arithmetic, one stretch of processing steps after another.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/certified/bounded_position.h>
#include <quantcheck/proofs_check/certified/carried_errors.h>
#include <quantcheck/proofs_check/certified/exact_column.h>
#include <quantcheck/proofs_check/certified/residuals.h>
#include <quantcheck/proofs_check/exact/decision_sides.h>
#include <quantcheck/proofs_check/quantize/steps.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// Finds the codes of a case as certified_codes.h says. The case is the caller's, and complete but for its
/// codes; those of earlier steps than are asked for are those of exact arithmetic, all others are in the
/// range. The numbers of its grid may change from one stretch to the next. Everything is referred to.
class CodeFinder {
 public:
  CodeFinder(Case& c, const CertifiedFactor& factor, const Progress& progress);

  /// Sets all codes to those of exact arithmetic.
  void find();

  /// The same for those of a group of steps, which begins where the group before it ends, from what is
  /// carried to it. Does nothing where there is an obstacle.
  void find_in_group(const CarriedErrors& carried);

  /// Why codes were not found, in words that stand alone.
  const std::optional<std::string>& obstacle() const { return obstacle_; }
  /// The decisions that were taken for ties without proof.
  Index assumed_ties() const { return assumed_ties_; }
  const HessianProduct& product() const { return product_; }
  /// What the bounds of residuals sum up over the steps found so far, for each row.
  const std::vector<RowSums>& sums() const { return before_; }

 private:
  /// What is known of a decision: its residual, up to an error, in the units of the weights.
  struct Known {
    reference::Rational residual;
    reference::Rational error;
  };

  Index column_of(const DecisionPlace& place) const { return hypothesis_.order[place.step]; }
  Code& code_at(const DecisionPlace& place) { return case_.codes.edit()(place.row, column_of(place)); }

  void find_in(const Steps& steps);
  Residuals residuals_of(const RowErrors& errors, std::span<const Index> rows) const;
  void certify(const std::vector<DecisionPlace>& rows);
  void certify_chunk(std::span<const DecisionPlace> rows);
  void set(const DecisionPlace& place, Code code);
  reference::Rational target_of(const DecisionPlace& place, const reference::Rational& residual);
  Code nearest(const DecisionPlace& place, const reference::Rational& target) const;
  bool decide(const DecisionPlace& place, const Known& known);
  bool decide_in_double(const DecisionPlace& place, double value, double error);
  bool decide_uncoupled(const DecisionPlace& place);
  bool decide_from(const DecisionPlace& place, const ExactColumn& column);
  void decide_tie(const DecisionPlace& place, const ExactColumn& column);
  void settle_open();
  void settle_column(const SchurColumn& column, const std::vector<Index>& rows);
  void requantize();

  Case& case_;
  const GridCells cells_;
  const CertifiedFactor& factor_;
  const Hypothesis hypothesis_;
  const HessianProduct product_;
  const Progress& progress_;
  Steps steps_;                               // the stretch
  Order order_;                               // of its columns
  const CarriedErrors* carried_ = nullptr;    // to the stretch, if it is a group
  reference::Matrix<double> upper_;           // U of the group
  std::vector<RowSums> before_;               // over the steps before it, by row
  std::vector<RowSums> after_;                // over the steps up to its end, by row, once it is certified
  std::map<Index, std::vector<Index>> open_;  // rows by the step of their first open decision
  std::vector<DecisionPlace> to_requantize_;  // rows from the step on after a code that changed
  std::vector<DecisionPlace> to_certify_;     // rows from the step on after a code that is right
  std::optional<std::string> obstacle_;
  Index assumed_ties_ = 0;
};

}  // namespace quantcheck::check
