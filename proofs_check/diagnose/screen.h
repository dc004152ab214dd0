// A quick estimate, in double, of how well codes fit a hypothesis.
#pragma once

#include <optional>
#include <vector>

#include <quantcheck/optimized/double_factor.h>
#include <quantcheck/proofs_check/certified/scaled_hessian.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>

namespace quantcheck::check {

/// Estimates for one case and some of its rows. It is for ranking only.
class Screen {
 public:
  /// The case is referred to.
  Screen(const Case& c, std::vector<Index> rows) : case_(c), rows_(std::move(rows)) {}

  /// The largest excess of any decision in the rows beyond its box, in scales; at least 0. It is infinite
  /// where the Hessian does not factor in double, or error is carried over a number of columns that is
  /// neither 1 nor a multiple of 8.
  double largest_excess(const Hypothesis& hypothesis);

 private:
  // The factor for an order and a damping, which several hypotheses share.
  struct Factored {
    Order order;
    reference::Rational damping;
    ScaledHessian hessian;
    optimized::DoubleFactor factor;
  };

  const Factored* factored(const Hypothesis& hypothesis);

  const Case& case_;
  std::vector<Index> rows_;
  std::optional<Factored> last_;
};

}  // namespace quantcheck::check
