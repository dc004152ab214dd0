#include <quantcheck/proofs_check/judge/lattice/explain.h>

#include <cmath>

#include <quantcheck/proofs_check/exact/lattice/unclear.h>
#include <quantcheck/proofs_check/judge/allowance.h>
#include <quantcheck/proofs_check/replay/lattice_movement.h>

namespace quantcheck::check {

std::optional<double> explained_excess(const ScaledTarget& t, Arithmetic arithmetic, double moved) {
  if (arithmetic == Arithmetic::exact) return 0.0;
  const std::optional<double> movement = lattice_movement(t, arithmetic);
  if (!movement || !std::isfinite(moved)) return std::nullopt;
  return movement_allowance * (*movement + moved / t.beta.rounded);
}

double explained_error(const ScaledTarget& t, Arithmetic arithmetic) {
  constexpr double of_movement = 10;
  return arithmetic == Arithmetic::exact ? 0 : movement_allowance * of_movement * t.error;
}

Explanation explain(const CellPosition& position, std::optional<double> allowed, double largest_coordinate,
                    Arithmetic arithmetic, double error) {
  if (position.side != Side::outside)
    return {position.side == Side::tie ? Verdict::tie : Verdict::exact, false};
  if (!allowed) return {Verdict::undecided, false};
  if (!clearly_at_most(position.excess, *allowed, error)) return {Verdict::wrong, false};
  const double fine = degraded_beyond(largest_coordinate, arithmetic);
  return {Verdict::explained, !clearly_at_most(position.excess, fine, error)};
}

}  // namespace quantcheck::check
