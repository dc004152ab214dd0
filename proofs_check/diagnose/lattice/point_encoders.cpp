#include <quantcheck/proofs_check/diagnose/lattice/point_encoders.h>

#include <quantcheck/proofs_check/diagnose/lattice/wrong_encoders.h>
#include <quantcheck/reference/lattice/e8_nearest.h>

namespace quantcheck::check {

using reference::Block;
using reference::E8Point;
using reference::Rational;

namespace {

using Values = Block<Rational>;

Rational squared_distance(const Values& x, const E8Point& point) {
  Rational sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Rational error = x[i] - Rational(point.twice[i]) / 2;
    sum += error * error;
  }
  return sum;
}

E8Point nearer(const Values& x, const E8Point& a, const E8Point& b) {
  return squared_distance(x, b) < squared_distance(x, a) ? b : a;
}

// Every coordinate by itself: the nearest integer, or the nearest half of an odd integer.
E8Point each_rounded(const Values& x, Code coset) {
  E8Point point;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Rational shifted = x[i] - Rational(coset) / 2;
    point.twice[i] = 2 * reference::to_coordinate(reference::nearest_integer(shifted, Rational(1))) + coset;
  }
  return point;
}

E8Point unrepaired_integers(const Values& x) { return each_rounded(x, 0); }
E8Point unrepaired_halves(const Values& x) { return each_rounded(x, 1); }
E8Point unrepaired(const Values& x) { return nearer(x, unrepaired_integers(x), unrepaired_halves(x)); }

// Half-integer coordinates, of which one takes the sign that makes the sum even.
template <std::size_t derived>
E8Point sign_derived(const Values& x) {
  E8Point point = unrepaired_halves(x);
  if (!reference::in_e8(point)) point.twice[derived] = -point.twice[derived];
  return point;
}

template <std::size_t derived>
E8Point either_sign_derived(const Values& x) {
  return nearer(x, reference::nearest_in_coset<Rational>(x, Rational(1), 0).point, sign_derived<derived>(x));
}

}  // namespace

std::vector<PointEncoder> point_encoders() {
  std::vector<PointEncoder> all;
  for (const WrongEncoder& each : wrong_encoders)
    all.push_back({each.id, each.words, each.advice, each.nearest});
  const char* repair = "repair the parity: a point of E8 has an even sum";
  all.push_back({"no-parity", "whose coordinates were rounded one by one, whatever the parity of their sum",
                 repair, unrepaired});
  all.push_back({"no-parity:integers", "whose coordinates were rounded to integers one by one", repair,
                 unrepaired_integers});
  all.push_back({"no-parity:halves", "whose coordinates were rounded to half-integers one by one", repair,
                 unrepaired_halves});
  const char* derive =
      "choose the coordinate whose change costs least: a sign that follows from the others is "
      "right only where the point is stored";
  all.push_back({"derived-sign:last",
                 "for which only half-integer points were tried, and the sign of the last "
                 "coordinate was derived from the others",
                 derive, sign_derived<7>});
  all.push_back({"derived-sign:first",
                 "for which only half-integer points were tried, and the sign of the first "
                 "coordinate was derived from the others",
                 derive, sign_derived<0>});
  all.push_back({"derived-sign:last-of-both",
                 "in whose half-integer coset the sign of the last coordinate was "
                 "derived from the others",
                 derive, either_sign_derived<7>});
  all.push_back({"derived-sign:first-of-both",
                 "in whose half-integer coset the sign of the first coordinate was "
                 "derived from the others",
                 derive, either_sign_derived<0>});
  return all;
}

}  // namespace quantcheck::check
