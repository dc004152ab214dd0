#include <quantcheck/proofs_check/diagnose/lattice/wrong_encoders.h>

#include <quantcheck/reference/lattice/e8_nearest.h>

namespace quantcheck::check {

using reference::Block;
using reference::E8Point;
using reference::nearest_in_coset;
using reference::Rational;

Rational squared_distance(const Block<Rational>& t, const E8Point& point) {
  Rational sum = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    const Rational error = t[i] - Rational(point.twice[i]) / 2;
    sum += error * error;
  }
  return sum;
}

E8Point each_rounded(const Block<Rational>& t, Code coset) {
  E8Point point;
  for (std::size_t i = 0; i < t.size(); ++i) {
    const Rational shifted = t[i] - Rational(coset) / 2;
    point.twice[i] = 2 * reference::to_coordinate(reference::nearest_integer(shifted, Rational(1))) + coset;
  }
  return point;
}

namespace {

std::size_t first_one(const Block<Rational>&) { return 0; }

E8Point repaired_in_first(const Block<Rational>& t) {
  return reference::nearest_e8<Rational>(t, Rational(1), first_one);
}

E8Point farther_coset(const Block<Rational>& t) {
  const auto integers = nearest_in_coset<Rational>(t, Rational(1), 0);
  const auto halves = nearest_in_coset<Rational>(t, Rational(1), 1);
  return integers.squared_distance < halves.squared_distance ? halves.point : integers.point;
}

E8Point integers_only(const Block<Rational>& t) {
  return nearest_in_coset<Rational>(t, Rational(1), 0).point;
}

E8Point halves_only(const Block<Rational>& t) { return nearest_in_coset<Rational>(t, Rational(1), 1).point; }

// Half-integer coordinates, of which one takes the sign that makes the sum even.
template <std::size_t derived>
E8Point sign_derived(const Block<Rational>& t) {
  E8Point point = each_rounded(t, 1);
  if (!reference::in_e8(point)) point.twice[derived] = -point.twice[derived];
  return point;
}

template <std::size_t derived>
E8Point either_sign_derived(const Block<Rational>& t) {
  const auto integers = nearest_in_coset<Rational>(t, Rational(1), 0);
  const E8Point halves = sign_derived<derived>(t);
  return squared_distance(t, halves) < integers.squared_distance ? halves : integers.point;
}

constexpr const char* derive =
    "choose the coordinate whose change costs least: a sign that follows from the others is right only where the "
    "point is stored";

}  // namespace

const std::array<WrongEncoder, 8> wrong_encoders{{
    {"parity-repair", "whose odd sum was repaired in the first coordinate, whatever that costs",
     "move the coordinate that is farthest from its integer; only the decoder may be that cheap",
     repaired_in_first},
    {"farther-coset", "for which the farther of the two cosets of D8 was taken",
     "look at the comparison of the two squared distances: its sign is wrong", farther_coset},
    {"one-coset:integers", "for which only integer points were tried",
     "try the coset D8 + (1/2)^8 too, and take the nearer point", integers_only},
    {"one-coset:halves", "for which only points with half-integer coordinates were tried",
     "try D8 too, and take the nearer point", halves_only},
    {"derived-sign:last",
     "for which only half-integer points were tried, and the sign of the last coordinate was derived from the others",
     derive, sign_derived<7>},
    {"derived-sign:first",
     "for which only half-integer points were tried, and the sign of the first coordinate was derived from the others",
     derive, sign_derived<0>},
    {"derived-sign:last-of-both",
     "in whose half-integer coset the sign of the last coordinate was derived from the others", derive,
     either_sign_derived<7>},
    {"derived-sign:first-of-both",
     "in whose half-integer coset the sign of the first coordinate was derived from the others", derive,
     either_sign_derived<0>},
}};

}  // namespace quantcheck::check
