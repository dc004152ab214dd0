// The verdicts: of a decision, and of a run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// Of one decision (row, column).
enum class Verdict : unsigned char {
  exact,      // certified inside the box
  tie,        // within 2^-60 of a step of its boundary, on either side: both choices are right
  explained,  // outside, by no more than rounding explains
  wrong,      // outside by more
  undecided,  // the arithmetic could not tell
};

/// The one that decides where a decision has several parts: the worst of wrong, undecided, explained, tie.
constexpr Verdict worse(Verdict a, Verdict b) {
  if (a == Verdict::wrong || b == Verdict::wrong) return Verdict::wrong;
  return a < b ? b : a;
}

/// Of a whole case.
enum class RunVerdict { conforms, degraded, fails, undecided };

/// One decision, in full. Floating-point members are rounded from exact values.
struct Decision {
  Index row = 0;
  Index column = 0;
  Index step = 0;     // the column is processed step-th, from 0
  double target = 0;  // t_j, in units of the weights
  double scale = 0;   // s_j
  Code zero = 0;
  double position = 0;  // t_j / s_j + zero: the target among the codes
  Code code = 0;
  std::optional<Code>
      expected;       // nearest to the target, clamped, ties by the case's rounding; none within 62 bits
  double excess = 0;  // beyond the box, in steps of s_j
  double excess_log2 =
      0;  // its binary logarithm where it is above 0: finite where the excess is beyond double
};

/// What the rounding of stored scales had to explain; see judge/scale_evidence.h.
struct StoredScales {
  double moved = 0;         // the farthest that a scale had to be moved, in half units of its format
  double bits = 0;          // what it is worth that the codes fit
  double most_outside = 0;  // decisions that a sound result may have outside
};

/// What is found of a run of any kind. Counts are of decisions, of blocks, or of points.
struct RunJudgement {
  RunVerdict verdict = RunVerdict::undecided;
  std::string reason;  // why a run is UNDECIDED or DEGRADED; empty otherwise
  std::string advice;  // what to do about that reason, where it is not the general advice

  Index exact = 0;
  Index tie = 0;
  Index explained = 0;
  Index wrong = 0;
  Index undecided = 0;
  Index outside = 0;  // beyond the boundary by more than 2^-60
  Index wrong_rows = 0;

  // Sums over all rows; nothing where they were not computed, or leave the range of double.
  std::optional<double> loss;   // of LDLQ and GPTQ e H e^T, H damped; else the squared error
  std::optional<double> bound;  // of the loss; holds where nothing is clipped, overloaded or wrong
  std::optional<double> ratio;  // loss / bound
  double resolution = 0;  // the largest excess that rounding explains in any of them; 0 where not measured
};

/// What a case declares, in short.
struct DeclaredFacts {
  OrderKind order = OrderKind::given;  // order_kind (exact/orders.h)
  Index dead = 0;                      // inputs
  Index dead_not_shown = 0;  // of those: the given Hessian has GPTQ's 1 on its diagonal, not 0, so that it
                             // does not show that they were dead
};

/// What the judge finds for one case under one hypothesis. The bound is 1/4 sum_j D_j s_j^2.
struct Judgement : RunJudgement {
  DeclaredFacts facts;

  Index explained_by_stored_scale = 0;        // of `explained`: by the rounding of the stored scale, and by
                                              // nothing else
  std::optional<StoredScales> stored_scales;  // where there are such decisions
  bool general_inverse = false;  // the rounding of an inverse that was not made symmetric reaches all that is
                                 // wrong
  Index clipped = 0;

  std::optional<Decision> max_excess;   // the decision farthest outside
  std::optional<Decision> first_wrong;  // the smallest processing step, then the smallest row
  Index wrong_columns = 0;

  reference::Matrix<Verdict> decisions;  // out x in
};

}  // namespace quantcheck::check
