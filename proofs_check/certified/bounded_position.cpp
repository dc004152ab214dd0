#include <quantcheck/proofs_check/certified/bounded_position.h>

#include <cmath>

#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {
namespace {

// With a radius above this, not even the side of the target is known.
constexpr double largest_radius = 0.25;

// An excess of exactly 2^-60 is a tie, but in numbers of any length it may remain unknown on which side of
// 2^-60 it lies. So a tie is what is certainly closer than this.
constexpr double widest_tie = tie_width * (1 + 0x1p-40);

std::optional<Side> side_of(const BoundedPosition& position) {
  if (!(position.radius <= largest_radius)) return std::nullopt;
  const double least = position.excess - position.radius;
  const double most = position.excess + position.radius;
  if (!position.asked)
    return least > tie_width || most <= widest_tie ? std::optional(Side::inside) : std::nullopt;
  if (most < -tie_width) return Side::inside;
  if (least > tie_width) return Side::outside;
  return least >= -widest_tie && most <= widest_tie ? std::optional(Side::tie) : std::nullopt;
}

}  // namespace

BoundedPosition bounded_position(const GridCells& cells, Code code, double scale, double value,
                                 double error) {
  const bool greater = (value > 0) == (scale > 0);
  const double gap = cells.side(code, greater).gap.hi;
  const double r = value / (scale * gap);
  const double size = std::fabs(r);
  // Where it is not even known on which side v is, the narrower gap counts.
  const double unit = std::fabs(scale) * (std::fabs(value) > error ? gap : cells.narrowest(code));
  const double roundings = cells.is_table() ? 8 : 4;
  const double radius = bound_slack * (error / unit + roundings * double_roundoff * (size + 1));
  return bounded_position(cells, code, {r, size - 0.5, radius});
}

BoundedPosition bounded_position(const GridCells& cells, Code code, const Excess& known) {
  BoundedPosition position{known.r, known.value, known.radius, false, {}};
  position.asked = cells.side(code, position.r > 0).has_end;
  position.side = side_of(position);
  position.clipped = !position.asked && position.excess - position.radius > tie_width;
  return position;
}

}  // namespace quantcheck::check
