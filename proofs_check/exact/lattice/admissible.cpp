#include <quantcheck/proofs_check/exact/lattice/admissible.h>

#include <algorithm>
#include <set>

#include <quantcheck/proofs_check/exact/lattice/cell.h>
#include <quantcheck/proofs_check/exact/lattice/unclear.h>
#include <quantcheck/reference/lattice/e8_nearest.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

// Where targets are off by more, other points than those next to their values may be nearest to them.
constexpr double most_error = 0x1p-5;

// The 240 points of norm^2 2 and the 2160 of norm^2 4; each of the latter is a sum of two of the former.
const std::vector<E8Point>& short_vectors() {
  static const std::vector<E8Point> vectors = [] {
    const std::vector<E8Point>& minimal = reference::e8_minimal_vectors();
    std::set<E8Point> found(minimal.begin(), minimal.end());
    for (const E8Point& a : minimal)
      for (const E8Point& b : minimal)
        if (four_times_inner_product(a, b) == 0) found.insert(a + b);
    return std::vector<E8Point>(found.begin(), found.end());
  }();
  return vectors;
}

}  // namespace

// This rests on two facts. (1) Where t is g > 0 inside the cell of y, it is at least g outside of every other
// cell. For s = y' - y there is a minimal vector r with <s, r> >= 2, as otherwise s would lie in the cell of
// 0, and then
//     <t - y', -r> = <s, r> - <t - y, r> >= 2 - (1 - g).
// (2) E8 has covering radius 1, so |t - y| <= 1 for a nearest point y, and |t - y'| <= 1 + slack for the
// points y' that are wanted. So |y - y'|^2 <= (9/4)^2 < 6, which leaves 2 and 4. Where t is not exact, y is
// nearest to values within 3 most_error of it, which leaves the same.
std::vector<E8Point> nearest_points(const ScaledTarget& t, double slack, double slack_error) {
  slack = std::max(slack, tie_width);
  const E8Point guess = reference::nearest_e8<double>(t.rounded);
  const CellPosition guessed = cell_position(t, guess);
  // This is the uncertainty of an excess as in cell_position, with |v_i| < 3 for all points below.
  const double uncertainty = 0x1p-44 * (t.largest + 4) + t.reach_error() + slack_error;
  if (guessed.side == Side::inside && guessed.excess < -slack - uncertainty) return {guess};

  if (!(t.error <= most_error)) throw Unclear();
  const E8Point nearest = reference::nearest_e8<Rational>(t.exact());
  std::vector<E8Point> points{nearest};
  for (const E8Point& s : short_vectors()) {
    const E8Point y = nearest + s;
    Block<double> v;
    for (std::size_t i = 0; i < 8; ++i) v[i] = t.rounded[i] - static_cast<double>(y.twice[i]) / 2;
    if (reach(v) - 1 > slack + uncertainty) continue;
    const CellPosition position = cell_position(t, y);
    if (position.side != Side::outside ||
        clearly_at_most(position.excess, slack, t.reach_error() + slack_error))
      points.push_back(y);
  }
  return points;
}

// For p of least norm in its class, |p + q s|^2 = |p|^2 if and only if <p, s> = -q |s|^2 / 2. As p / q lies
// in the cell of 0, |p| <= q, so that |p + q s| = |p| gives |s| <= 2: s is minimal, or of norm^2 4 and the
// sum of two orthogonal minimal vectors. As p lies in the q-fold cell, <p, r> >= -q for every minimal r: such
// a sum has <p, s> = -2 q if and only if both of its parts have -q. So the minimal vectors with <p, r> = -q,
// and the sums of two of them that are orthogonal, are all there are.
std::vector<E8Point> least_points(const Block<Code>& code, Code q) {
  const E8Point point = reference::voronoi_point(code, q);
  std::vector<E8Point> points{point};
  if (reach(point.twice) < 2 * q) return points;  // it is inside the q-fold cell: fact (1) above
  std::vector<E8Point> facets;
  for (const E8Point& r : reference::e8_minimal_vectors())
    if (four_times_inner_product(point, r) == -4 * q) facets.push_back(r);
  std::set<E8Point> steps(facets.begin(), facets.end());
  for (auto a = facets.begin(); a != facets.end(); ++a)
    for (auto b = std::next(a); b != facets.end(); ++b)
      if (four_times_inner_product(*a, *b) == 0) steps.insert(*a + *b);
  for (const E8Point& s : steps) points.push_back(point + q * s);
  return points;
}

E8Point nearest_of_class(const ScaledTarget& t, const Block<Code>& code, Code q) {
  const E8Point member = reference::e8_point(code);
  Block<double> rounded;
  for (std::size_t i = 0; i < 8; ++i)
    rounded[i] = (t.rounded[i] - static_cast<double>(member.twice[i]) / 2) / static_cast<double>(q);
  const E8Point guess = member + q * reference::nearest_e8<double>(rounded);
  if (cell_position(t, guess).side == Side::inside) return guess;
  if (!(t.error <= most_error)) throw Unclear();
  if (t.is_rough()) return guess;

  Block<Rational> difference = t.exact();
  for (std::size_t i = 0; i < 8; ++i)
    difference[i] = (difference[i] - Rational(member.twice[i], 2)) / Rational(q);
  return member + q * reference::nearest_e8<Rational>(difference);
}

}  // namespace quantcheck::check
