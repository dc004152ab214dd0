// The point of E8 nearest to a point of space, found in the two cosets of D8 that E8 consists of.
#pragma once

#include <quantcheck/reference/lattice/coordinate.h>
#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/rounding.h>

namespace quantcheck::reference {

/// The integer nearest to x / unit, and the greater of two. unit > 0.
template <class Number>
Number nearest_integer(const Number& x, const Number& unit) {
  return round_to_integer(Number(x / unit), Rounding::half_up);
}
inline Code nearest_integer(Code x, Code unit) {
  const Code shifted = 2 * x + unit;
  return shifted / (2 * unit) - (shifted % (2 * unit) < 0 ? 1 : 0);
}

/// A point of D8 or of D8 + (1/2)^8, and its squared distance from x.
template <class Number>
struct InCoset {
  E8Point point;
  Number squared_distance;
};

/// A rule that chooses the index of the coordinate to move when the integers of a rounded point have an odd
/// sum. It is given x minus `unit` times the rounded point, each coordinate of which is in
/// [-unit / 2, unit / 2).
template <class Number>
using Repair = std::size_t (*)(const Block<Number>& residual);

/// The coordinate that costs least to move to its other neighbour, which is the one farthest from its
/// integer. Of several it is the first that moves up, or else the last, so that the greatest of the nearest
/// points results.
template <class Number>
std::size_t farthest(const Block<Number>& residual) {
  const auto distance = [&](std::size_t i) { return residual[i] < Number(0) ? -residual[i] : residual[i]; };
  std::size_t found = 0;
  for (std::size_t i = 1; i < 8; ++i) {
    const bool moves_down = residual[found] < Number(0);
    if (distance(i) > distance(found) || (distance(i) == distance(found) && moves_down)) found = i;
  }
  return found;
}

/// The point of D8 (coset 0) or D8 + (1/2)^8 (coset 1) nearest to x / unit, and the lexicographically
/// greatest of several. Its squared distance is multiplied by unit^2. `unit` is 1 in a field, and any
/// positive even number for integers. J. H. Conway, N. J. A. Sloane, IEEE Trans. Inf. Theory 28 (1982),
/// 227-232, Algorithm 2 of section IV, which leaves ties open. Throws Error where a coordinate needs more
/// than 57 bits.
template <class Number>
InCoset<Number> nearest_in_coset(const Block<Number>& x, const Number& unit, Code coset,
                                 Repair<Number> repair = farthest<Number>) {
  InCoset<Number> found{{}, Number(0)};
  Block<Number> residual;
  Code sum = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const Number shifted = x[i] - unit * Number(coset) / Number(2);
    const Number integer = nearest_integer(shifted, unit);
    const Code rounded = to_coordinate(integer);
    residual[i] = shifted - unit * integer;
    found.point.twice[i] = 2 * rounded + coset;
    sum += rounded;
  }
  if (sum % 2 != 0) {
    const std::size_t moved = repair(residual);
    const Code step = residual[moved] < Number(0) ? -1 : 1;
    found.point.twice[moved] += 2 * step;
    residual[moved] = residual[moved] - unit * Number(step);
  }
  for (const Number& r : residual) found.squared_distance = found.squared_distance + r * r;
  return found;
}

/// The lexicographically greatest of the points of E8 nearest to x / unit. By this choice
/// nearest(x + v) = nearest(x) + v for every v in E8, also at ties. `unit` and the error are those of
/// nearest_in_coset.
template <class Number>
E8Point nearest_e8(const Block<Number>& x, const Number& unit = Number(1),
                   Repair<Number> repair = farthest<Number>) {
  const InCoset<Number> integers = nearest_in_coset(x, unit, 0, repair);
  const InCoset<Number> halves = nearest_in_coset(x, unit, 1, repair);
  if (integers.squared_distance < halves.squared_distance) return integers.point;
  if (halves.squared_distance < integers.squared_distance) return halves.point;
  return integers.point < halves.point ? halves.point : integers.point;
}

}  // namespace quantcheck::reference
