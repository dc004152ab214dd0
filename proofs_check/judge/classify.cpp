#include <quantcheck/proofs_check/judge/classify.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/judge/conclude.h>
#include <quantcheck/proofs_check/judge/describe.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/stored_scale.h>
#include <quantcheck/proofs_check/replay/movement.h>

namespace quantcheck::check {

using reference::Matrix;
using reference::Rational;

namespace {

constexpr const char* unfactored_reason =
    "the declared arithmetic cannot factor this hessian, so what its rounding explains is unknown";
constexpr const char* range_reason =
    "weights, scales or hessian leave the range of the declared arithmetic, so what its rounding explains is "
    "unknown";
constexpr const char* scales_reason =
    "too many groups to find out whether the rounding of the stored scales explains them";

// Multiplications that the search for scales may take, over all rows: a minute or two.
constexpr double scale_search_budget = 1e11;

/// What rounding explains.
struct Allowance {
  Matrix<double> steps;        // by row and processing step
  std::vector<bool> measured;  // by row
  const char* unmeasured_reason = "";
  bool stored_scales = false;
  double scale_budget = scale_search_budget;
};

Allowance nothing_allowed(const Case& c) {
  return {Matrix<double>::Zero(c.out, c.in), std::vector<bool>(c.out, true)};
}

// The arithmetic must not be exact.
Allowance measure_allowance(const Case& c, const Hypothesis& hypothesis, const Positions& positions) {
  const Arithmetic arithmetic = assumed_arithmetic(c);
  Allowance allowed;
  Movement movement = measure_movement(c, hypothesis, arithmetic, positions.quotient);
  allowed.steps = movement.steps * movement_allowance;
  allowed.measured = std::move(movement.measured);
  for (Index row = 0; row < c.out; ++row)
    if (!allowed.measured[row])
      allowed.steps.row(row).setZero();  // not even the quotient is known to be rounded
  allowed.unmeasured_reason = range_reason;
  if (movement.unfactored > 0) {
    allowed.measured.assign(c.out, false);
    allowed.unmeasured_reason = unfactored_reason;
  }
  allowed.stored_scales = scales_were_rounded(c, arithmetic);
  return allowed;
}

Matrix<double> as_double(const reference::Udu<Rational>& factor) {
  const Index n = factor.pivot.size();
  Matrix<double> u = Matrix<double>::Zero(n, n);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < j; ++i)
      u(i, j) = reference::approximate(factor.numerator(i, j) / factor.denominator(j));
  return u;
}

void count(Judgement& result, Verdict verdict) {
  switch (verdict) {
    case Verdict::exact:
      ++result.exact;
      break;
    case Verdict::tie:
      ++result.tie;
      break;
    case Verdict::explained:
      ++result.explained;
      break;
    case Verdict::wrong:
      ++result.wrong;
      break;
    case Verdict::undecided:
      ++result.undecided;
      break;
  }
}

// Adds the verdicts of one row. Whether rounding explains one that shows that the arithmetic does not resolve
// the Hessian.
bool judge_row(const Case& c, const ExactLayer& layer, const Positions& positions, Allowance& allowed,
               const Matrix<double>& u, Index row, Judgement& result) {
  // An excess too large for a double is beyond whatever was measured.
  std::vector<bool> beyond(c.in);
  for (Index k = 0; k < c.in; ++k) {
    const double excess = positions.excess(row, k);
    beyond[k] = positions.side(row, k) == Side::outside &&
                !(excess <= allowed.steps(row, k) && std::isfinite(excess));
  }
  std::vector<Fit> fits(c.in, Fit::no);
  if (allowed.stored_scales && std::find(beyond.begin(), beyond.end(), true) != beyond.end())
    fits = fits_rounded_scales(c, layer, u, positions, row, beyond, allowed.steps.row(row).transpose(),
                               allowed.scale_budget);

  bool degraded = false;
  for (Index k = 0; k < c.in; ++k) {
    const Side side = positions.side(row, k);
    Verdict verdict = side == Side::tie ? Verdict::tie : Verdict::exact;
    if (beyond[k] && fits[k] == Fit::yes) {
      verdict = Verdict::explained;
      ++result.explained_by_stored_scale;
    } else if (beyond[k]) {
      const bool known = allowed.measured[row] && fits[k] == Fit::no;
      verdict = known ? Verdict::wrong : Verdict::undecided;
      if (!known) result.reason = allowed.measured[row] ? scales_reason : allowed.unmeasured_reason;
    } else if (side == Side::outside) {
      verdict = Verdict::explained;
      degraded |=
          positions.excess(row, k) > degraded_beyond(positions.quotient(row, k), assumed_arithmetic(c));
    }
    result.outside += side == Side::outside;
    result.clipped += positions.clipped(row, k);
    result.decisions(row, layer.order[k]) = verdict;
    count(result, verdict);
  }
  return degraded;
}

// The largest excess that rounding explains in a row where that is known.
double resolution(const Allowance& allowed) {
  double largest = 0;
  for (Index row = 0; row < allowed.steps.rows(); ++row)
    if (allowed.measured[row]) largest = std::max(largest, allowed.steps.row(row).maxCoeff());
  return largest;
}

// First wrong decision, farthest outside, rows and columns that have wrong ones.
void locate(const Case& c, const ExactLayer& layer, const reference::Udu<Rational>& factor,
            const Positions& positions, Judgement& result) {
  struct Place {
    Index row;
    Index step;
  };
  std::optional<Place> farthest;
  std::optional<Place> first;
  std::vector<bool> rows(c.out);
  for (Index k = 0; k < c.in; ++k) {
    bool column_is_wrong = false;
    for (Index row = 0; row < c.out; ++row) {
      const bool outside = positions.side(row, k) == Side::outside;
      if (outside &&
          (!farthest || positions.excess(row, k) > positions.excess(farthest->row, farthest->step)))
        farthest = {row, k};
      if (result.decisions(row, layer.order[k]) != Verdict::wrong) continue;
      if (!first) first = {row, k};
      column_is_wrong = rows[row] = true;
    }
    result.wrong_columns += column_is_wrong;
  }
  result.wrong_rows = std::count(rows.begin(), rows.end(), true);
  if (farthest) result.max_excess = describe(c, layer, factor, farthest->row, farthest->step);
  if (first) result.first_wrong = describe(c, layer, factor, first->row, first->step);
}

// All rows, with what rounding explains.
Judgement judge_rows(const Case& c, const ExactLayer& layer, const reference::Udu<Rational>& factor,
                     const Positions& positions, Allowance& allowed) {
  Judgement result;
  result.decisions.resize(c.out, c.in);
  result.resolution = resolution(allowed);
  const Matrix<double> u = allowed.stored_scales ? as_double(factor) : Matrix<double>();
  bool degraded = false;
  for (Index row = 0; row < c.out; ++row) degraded |= judge_row(c, layer, positions, allowed, u, row, result);
  conclude_run(result, degraded, "decisions");
  return result;
}

// The same, if the rounding of a general inverse may explain what is wrong: if what it explains is nowhere
// more than a step, reaches each of the wrong decisions, and moves all decisions by no more than ten times
// what there is in sum. (A decision that is moved by m leaves the box with a probability of about m.)
std::optional<Judgement> judge_by_general_inverse(const Case& c, const Hypothesis& hypothesis,
                                                  const ExactLayer& layer,
                                                  const reference::Udu<Rational>& factor,
                                                  const Positions& positions, const Allowance& symmetric,
                                                  Index wrong) {
  const Movement movement =
      measure_movement(c, hypothesis, assumed_arithmetic(c), positions.quotient, Inversion::general);
  if (movement.unfactored > 0 || movement.steps.maxCoeff() > 1.0 / movement_allowance ||
      movement.steps.sum() > 10.0 * static_cast<double>(wrong))
    return std::nullopt;
  Allowance allowed = symmetric;
  allowed.steps = allowed.steps.cwiseMax(movement.steps * movement_allowance);
  Judgement result = judge_rows(c, layer, factor, positions, allowed);
  if (result.wrong + result.undecided > 0) return std::nullopt;
  result.verdict = RunVerdict::degraded;
  result.reason =
      "only the rounding of an inverse that was not made symmetric explains some: invert by Cholesky, or "
      "symmetrise";
  return result;
}

}  // namespace

double degraded_beyond(double quotient, Arithmetic arithmetic) {
  return std::clamp(4.0 * unit_roundoff(arithmetic) * std::fabs(quotient), 1.0 / 64.0, 1.0 / 4.0);
}

Judgement classify(const Case& c, const Hypothesis& hypothesis, const ExactLayer& layer,
                   const reference::Udu<Rational>& factor, const Positions& positions,
                   const Progress& progress) {
  const bool rounds = assumed_arithmetic(c) != Arithmetic::exact;
  Allowance allowed = nothing_allowed(c);
  if (rounds && (positions.side.array() == Side::outside).any()) {
    if (progress) progress("replaying in the declared arithmetic", 0, 1);
    allowed = measure_allowance(c, hypothesis, positions);
  }
  Judgement result = judge_rows(c, layer, factor, positions, allowed);
  if (rounds && result.wrong > 0)
    if (auto second =
            judge_by_general_inverse(c, hypothesis, layer, factor, positions, allowed, result.wrong))
      result = std::move(*second);
  locate(c, layer, factor, positions, result);
  return result;
}

}  // namespace quantcheck::check
