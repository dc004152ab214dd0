#include <quantcheck/proofs_check/judge/lattice/explain.h>

#include <cmath>

#include <quantcheck/proofs_check/judge/allowance.h>
#include <quantcheck/proofs_check/replay/lattice_movement.h>

namespace quantcheck::check {

std::optional<double> explained_excess(const ScaledTarget& t, Arithmetic arithmetic, double moved) {
  if (arithmetic == Arithmetic::exact) return 0.0;
  const std::optional<double> movement = lattice_movement(t, arithmetic);
  if (!movement || !std::isfinite(moved)) return std::nullopt;
  return movement_allowance * (*movement + moved / t.beta.rounded);
}

Explanation explain(const CellPosition& position, std::optional<double> allowed, double largest_coordinate,
                    Arithmetic arithmetic) {
  if (position.side != Side::outside)
    return {position.side == Side::tie ? Verdict::tie : Verdict::exact, false};
  if (!allowed) return {Verdict::undecided, false};
  if (!(position.excess <= *allowed)) return {Verdict::wrong, false};
  return {Verdict::explained, position.excess > degraded_beyond(largest_coordinate, arithmetic)};
}

}  // namespace quantcheck::check
