// The verdicts on a decision and on a run, and what is reported beside them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/certified/figures.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// The verdict on one decision (row, column).
enum class Verdict : unsigned char {
  exact,      // certified inside the box
  tie,        // within 2^-60 of a scale of its boundary, on either side: both choices are right
  explained,  // outside, by no more than rounding explains
  wrong,      // outside by more
  undecided,  // the arithmetic could not tell
};

/// The verdict that decides where a decision has two parts: the worse of the two, where the order from the
/// worst is wrong, undecided, explained, tie, exact.
constexpr Verdict worse(Verdict a, Verdict b) {
  if (a == Verdict::wrong || b == Verdict::wrong) return Verdict::wrong;
  return a < b ? b : a;
}

/// The verdict on a run: on all decisions of a case.
enum class RunVerdict { conforms, degraded, fails, undecided };

/// One decision, in full. Floating-point members are rounded from exact values.
struct Decision {
  Index row = 0;
  Index column = 0;
  Index step = 0;     // the column is processed step-th, counted from 0
  double target = 0;  // t_j, in units of the weights
  double scale = 0;   // s_j, in units of the weights
  Code zero = 0;
  double position = 0;  // (t_j - offset) / s_j + zero: the target among the codes, or the levels
  Code code = 0;
  // The code nearest to the target, clamped, with ties by the case's rounding; none where it would take more
  // than 62 bits.
  std::optional<Code> expected;
  // The levels of the code and of the expected one, where the grid is a table.
  std::optional<std::array<double, 2>> levels;
  double excess = 0;  // beyond the box, in the gap that is crossed; for integers that is a scale
  // The binary logarithm of the excess where it is above 0. It is finite where the excess is beyond double.
  double excess_log2 = 0;
};

/// What the rounding of stored scales had to explain (judge/scale_evidence.h).
struct StoredScales {
  double moved = 0;         // the farthest that a scale had to be moved, in half units of its format
  double bits = 0;          // the evidence in the fit of the codes, in bits
  double most_outside = 0;  // the number of decisions that a sound result may have outside
};

/// What is found of a run of any kind. The counts are of decisions, of lattice blocks, or of points of E8.
struct RunJudgement {
  RunVerdict verdict = RunVerdict::undecided;
  std::string reason;  // why a run is UNDECIDED or DEGRADED; empty otherwise
  std::string advice;  // what to do about that reason, where it is not the general advice

  Index exact = 0;
  Index tie = 0;
  Index explained = 0;
  Index wrong = 0;
  Index undecided = 0;
  Index outside = 0;  // beyond the boundary by more than 2^-60 of a scale
  Index wrong_rows = 0;

  // Sums over all rows, each as an interval that holds it, or as one number that was rounded from the exact
  // sum. They are empty where they were not computed, or leave the range of double.
  // For GPTQ and LDLQ the loss is e H e^T with H damped; else it is the squared error.
  std::optional<Interval> loss;
  std::optional<Interval> bound;  // of the loss; holds where nothing is clipped, overloaded or wrong
  std::optional<Interval> ratio;  // loss / bound
  // The largest excess that rounding explains in any of the decisions; 0 where it was not measured.
  double resolution = 0;
};

/// A summary of what a case declares.
struct DeclaredFacts {
  OrderKind order = OrderKind::given;  // by order_kind (exact/orders.h)
  Index dead = 0;                      // dead inputs
  // Dead inputs of which the given Hessian does not show that they were dead, because it has GPTQ's 1 on its
  // diagonal, not 0.
  Index dead_not_shown = 0;
};

/// What the judge finds for one case under one hypothesis. The bound is 1/4 sum_j D_j s_j^2.
struct Judgement : RunJudgement {
  DeclaredFacts facts;

  // How many of `explained` are explained by the rounding of the stored scale and by nothing else.
  Index explained_by_stored_scale = 0;
  std::optional<StoredScales> stored_scales;  // where there are such decisions
  // Whether scales count as they are stored although a coarser format was recognised in them: with what that
  // would allow for, the codes fit, but other codes would as well.
  bool scales_as_stored = false;
  // Whether the rounding of an inverse that was not made symmetric reaches all that is wrong. It is empty
  // where that could explain nothing, so that only the diagnosis asks (general_inverse_reaches in judge.h).
  std::optional<bool> general_inverse;
  Index clipped = 0;
  // What plain rounding on the same grid would do (certified/plain_rounding.h), where that was computed.
  std::optional<PlainRounding> plain_rounding;

  std::optional<Decision> max_excess;   // the decision farthest outside
  std::optional<Decision> first_wrong;  // of the smallest processing step, then the smallest row
  Index wrong_columns = 0;

  reference::Matrix<Verdict> decisions;  // out x in
};

}  // namespace quantcheck::check
