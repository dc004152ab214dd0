// A quick estimate, in double, of how well codes fit a hypothesis.
#pragma once

#include <optional>
#include <vector>

#include <quantcheck/optimized/double_factor.h>
#include <quantcheck/proofs_check/certified/scaled_hessian.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// How far decisions are outside their boxes, in scales, as far as double shows it.
struct Misfit {
  double largest = 0;
  double sum = 0;
  Index outside = 0;  // decisions that are outside by more than `visible`
  Index above = 0;    // those of them whose target is above the code
  // The numbers of rows and of steps that they are spread over, as far as evenly: (sum of c)^2 / sum of c^2 for
  // the counts c of each.
  double rows = 0;
  double steps = 0;
  Index decisions = 0;  // all that were looked at

  static constexpr double visible = 0x1p-10;
};

/// Estimates for rows of cases that share a Hessian. It is for ranking only.
class Screen {
 public:
  /// `hessian` is a case with that Hessian, and is referred to.
  explicit Screen(const Case& hessian) : hessian_(hessian) {}

  /// The misfit of all rows of a case. Nothing where the Hessian does not factor in double, or error is carried
  /// over a number of columns that is neither 1 nor a multiple of 8.
  std::optional<Misfit> misfit(const Case& rows, const Hypothesis& hypothesis);

  /// The leading part of U of the hypothesis (size x size, above the diagonal) in the units of the weights:
  /// v_j = e_j + sum_{i<j} e_i U_ij. Nothing where the Hessian does not factor in double.
  std::optional<reference::Matrix<double>> leading_factor(const Hypothesis& hypothesis, Index size);
  /// The first pivots D_j of H = U D U^T, in the same units; nothing in the same cases.
  std::optional<std::vector<double>> leading_pivots(const Hypothesis& hypothesis, Index size);

 private:
  // The factor for an order and a damping, which several hypotheses share.
  struct Factored {
    Order order;
    reference::Rational damping;
    ScaledHessian hessian;
    optimized::DoubleFactor factor;
  };

  const Factored* factored(const Hypothesis& hypothesis);

  const Case& hessian_;
  std::optional<Factored> last_;
};

}  // namespace quantcheck::check
