#include <quantcheck/proofs_check/judge/classify.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/stored_scale.h>
#include <quantcheck/proofs_check/replay/movement.h>

namespace quantcheck::check {

using reference::Matrix;
using reference::Rational;
using reference::Vector;

namespace {

/// What rounding explains, in steps, by row and processing step.
struct Allowance {
  Matrix<double> steps;
  bool measured = true;  // false: no replay could factor the Hessian as the declared arithmetic would
};

Allowance allowance(const Case& c, const Hypothesis& hypothesis, const Positions& positions) {
  const Arithmetic arithmetic = assumed_arithmetic(c);
  if (arithmetic == Arithmetic::exact) return {Matrix<double>::Constant(c.out, c.in, 0.0)};
  const Movement movement = measure_movement(c, hypothesis, arithmetic, positions.quotient);
  return {movement.steps * movement_allowance, movement.unfactored == 0 && movement.replays > 0};
}

// The nearest code to the target, from the code in hand and the distance to it.
Code nearest_code(const CodeRange& range, Code code, double r) {
  const double steps = std::copysign(std::ceil(std::fabs(r) - 0.5), r);
  const double limit = 0x1p62;
  const Code moved = static_cast<Code>(std::clamp(static_cast<double>(code) + steps, -limit, limit));
  // The sum is exact for the codes there are; beyond 2^53 it is as good as a report needs.
  return std::clamp(moved, range.min.value_or(moved), range.max.value_or(moved));
}

Decision describe(const Case& c, const ExactLayer& layer, const Positions& positions, Index row, Index k) {
  const Index column = layer.order[k];
  const Code code = c.codes(row, column);
  return {.row = row,
          .column = column,
          .step = k,
          .target = positions.quotient(row, k) * c.grid.scale_at(row, column),
          .code = code,
          .expected = nearest_code(c.grid.range, code, positions.r(row, k)),
          .excess = positions.excess(row, k)};
}

// Beyond this the declared arithmetic does not resolve the Hessian, whatever explains the excess.
double degraded_beyond(double quotient, Arithmetic arithmetic) {
  return std::max(1.0 / 64.0, 4.0 * unit_roundoff(arithmetic) * std::fabs(quotient));
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

void locate_wrong(const Case& c, const ExactLayer& layer, const Positions& positions, Judgement& result) {
  std::vector<bool> rows(c.out);
  for (Index k = 0; k < c.in; ++k) {
    bool column_is_wrong = false;
    for (Index row = 0; row < c.out; ++row) {
      if (result.decisions(row, layer.order[k]) != Verdict::wrong) continue;
      if (!result.first_wrong) result.first_wrong = describe(c, layer, positions, row, k);
      column_is_wrong = rows[row] = true;
    }
    result.wrong_columns += column_is_wrong;
  }
  result.wrong_rows = std::count(rows.begin(), rows.end(), true);
}

Matrix<double> as_double(const reference::Udu<Rational>& factor) {
  const Index n = factor.pivot.size();
  Matrix<double> u = Matrix<double>::Zero(n, n);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < j; ++i)
      u(i, j) = reference::approximate(factor.numerator(i, j) / factor.denominator(j));
  return u;
}

}  // namespace

Judgement classify(const Case& c, const Hypothesis& hypothesis, const ExactLayer& layer,
                   const reference::Udu<Rational>& factor, const Positions& positions,
                   const Progress& progress) {
  const Arithmetic arithmetic = assumed_arithmetic(c);
  Judgement result;
  result.decisions.resize(c.out, c.in);

  const bool any_outside = (positions.side.array() == Side::outside).any();
  Allowance allowed;
  if (any_outside) {
    if (progress) progress("replaying in the declared arithmetic", 0, 1);
    allowed = allowance(c, hypothesis, positions);
    result.resolution = allowed.steps.maxCoeff();
  }
  const bool scales_rounded =
      any_outside && arithmetic != Arithmetic::exact && scales_were_rounded(c, arithmetic);
  const Matrix<double> u = scales_rounded ? as_double(factor) : Matrix<double>();

  bool degraded = false;
  double largest = 0;
  for (Index row = 0; row < c.out; ++row) {
    // An excess too large for a double is beyond whatever was measured.
    const auto beyond_rounding = [&](Index k) {
      const double excess = positions.excess(row, k);
      return positions.side(row, k) == Side::outside &&
             !(excess <= allowed.steps(row, k) && std::isfinite(excess));
    };
    std::vector<bool> fits(c.in, false);
    bool fitted = false;
    for (Index k = 0; k < c.in && scales_rounded && !fitted; ++k)
      if (beyond_rounding(k)) {
        fits = fits_rounded_scales(c, layer, u, positions, row, allowed.steps.row(row).transpose());
        fitted = true;
      }

    for (Index k = 0; k < c.in; ++k) {
      const double excess = positions.excess(row, k);
      const Side side = positions.side(row, k);
      Verdict verdict = side == Side::tie ? Verdict::tie : Verdict::exact;
      if (fitted ? !fits[k] : beyond_rounding(k)) {
        verdict = allowed.measured ? Verdict::wrong : Verdict::undecided;
      } else if (beyond_rounding(k)) {
        verdict = Verdict::explained;
        ++result.explained_by_stored_scale;
      } else if (side == Side::outside) {
        verdict = Verdict::explained;
        degraded |= excess > degraded_beyond(positions.quotient(row, k), arithmetic);
      }
      if (side == Side::outside) {
        ++result.outside;
        if (excess > largest || !result.max_excess) {
          largest = excess;
          result.max_excess = describe(c, layer, positions, row, k);
        }
      }
      result.clipped += positions.clipped(row, k);
      result.decisions(row, layer.order[k]) = verdict;
      count(result, verdict);
    }
  }
  locate_wrong(c, layer, positions, result);

  if (result.wrong > 0) {
    result.verdict = RunVerdict::fails;
  } else if (result.undecided > 0) {
    result.verdict = RunVerdict::undecided;
    result.reason =
        "the declared arithmetic cannot factor this hessian, so what its rounding explains is unknown";
  } else if (degraded) {
    result.verdict = RunVerdict::degraded;
    result.reason =
        "the declared arithmetic does not resolve this hessian: its rounding alone moves decisions by "
        "more than 1/64 of a step, and a fault of that size would not be seen";
  } else {
    result.verdict = RunVerdict::conforms;
  }
  return result;
}

}  // namespace quantcheck::check
