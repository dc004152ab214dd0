#include <quantcheck/proofs_check/judge/allowance.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/sweep_rounding.h>
#include <quantcheck/proofs_check/replay/movement.h>
#include <quantcheck/proofs_check/replay/precision.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

constexpr const char* unfactored_reason =
    "the declared arithmetic cannot factor this hessian, so what its rounding explains is unknown";
constexpr const char* range_reason =
    "weights, scales or hessian leave the range of the declared arithmetic, so what its rounding explains is "
    "unknown";

}  // namespace

double degraded_beyond(double quotient, Arithmetic arithmetic) {
  return std::clamp(4.0 * storage_roundoff(arithmetic) * std::fabs(quotient), 1.0 / 64.0, 1.0 / 4.0);
}

Allowance nothing_allowed(const Case& c) {
  return {Matrix<double>::Zero(c.layer.out, c.layer.in), std::vector<bool>(c.layer.out, true)};
}

Matrix<double> explained_steps(const Case& c, const Hypothesis& hypothesis, const Matrix<double>& u,
                               const Positions& positions, const Movement& movement, Inversion inversion) {
  const Arithmetic arithmetic = assumed_arithmetic(c);
  Matrix<double> steps = movement.steps * movement_allowance;
  if (!is_coarser_than_float(arithmetic)) return steps;
  const Movement in_float = measure_movement(c, hypothesis, Arithmetic::fp32, positions.quotient, inversion);
  const SweepRounding off = sweep_rounding(c, hypothesis, arithmetic, u, positions);
  const Matrix<double> most = in_float.steps * movement_allowance + off.most;
  steps = steps.cwiseMax(off.typical * typical_allowance);
  for (Index row = 0; row < c.layer.out; ++row)
    if (in_float.measured[row]) steps.row(row) = steps.row(row).cwiseMin(most.row(row));
  return steps;
}

Allowance measure_allowance(const Case& c, const Hypothesis& hypothesis, const Matrix<double>& u,
                            const Positions& positions) {
  const Arithmetic arithmetic = assumed_arithmetic(c);
  if (hypothesis.block == plain_rounding_block)
    // No factor has a part in any decision.
    return {rounding_floor(c, hypothesis, arithmetic, positions.quotient) * movement_allowance,
            std::vector<bool>(c.layer.out, true)};
  Movement movement = measure_movement(c, hypothesis, arithmetic, positions.quotient);
  Allowance allowed{explained_steps(c, hypothesis, u, positions, movement, Inversion::symmetric),
                    std::move(movement.measured),
                    range_reason,
                    false,
                    movement.factored,
                    movement.unfactored};
  for (Index row = 0; row < c.layer.out; ++row)
    // Where numbers leave the range, it is not even known how the quotient t / s is rounded.
    if (!allowed.measured[row]) allowed.steps.row(row).setZero();
  if (allowed.unfactored > allowed.factored) {
    allowed.measured.assign(c.layer.out, false);
    allowed.unmeasured_reason = unfactored_reason;
    allowed.first_step_known = true;
    allowed.steps.col(0) =
        rounding_floor(c, hypothesis, arithmetic, positions.quotient).col(0) * movement_allowance;
  }
  return allowed;
}

double resolution(const Allowance& allowed) {
  double largest = 0;
  for (Index row = 0; row < allowed.steps.rows(); ++row)
    if (allowed.measured[row]) largest = std::max(largest, allowed.steps.row(row).maxCoeff());
  return largest;
}

}  // namespace quantcheck::check
