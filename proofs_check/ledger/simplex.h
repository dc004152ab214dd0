// Simplices in eight dimensions, in exact numbers, and the polytopes that half-spaces cut off them.
#pragma once

#include <vector>

#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check::ledger {

inline constexpr Index dimension = 8;
using Vector8 = reference::Block<reference::Rational>;

reference::Rational inner_product(const Vector8& a, const Vector8& b);

/// The points x with <normal, x> <= bound.
struct HalfSpace {
  Vector8 normal;
  reference::Rational bound;
};

/// bound - <normal, x>, which is negative outside of the half-space only.
reference::Rational slack(const HalfSpace& half, const Vector8& x);

/// The nine vertices of the simplex that nine half-spaces bound: vertex k lies on all of their hyperplanes
/// but the k-th. Throws Error where the half-spaces bound no simplex.
std::vector<Vector8> simplex_vertices(const std::vector<HalfSpace>& walls);

/// The part of the convex hull of `points` that lies in the half-space, as points whose convex hull it is.
/// All vertices of the part are among them, so a linear inequality holds on the part if it holds at these
/// points.
std::vector<Vector8> cut(const std::vector<Vector8>& points, const HalfSpace& half);

/// The mean of the points, which lies inside their convex hull.
Vector8 centre(const std::vector<Vector8>& points);

/// The volume of a simplex with vertices v_0 .. v_8: |det (v_k - v_0)| / 8!.
reference::Rational volume(const std::vector<Vector8>& simplex);

/// The mean of |x|^2 over a simplex with vertices v_0 .. v_8:
///     (|sum_k v_k|^2 + sum_k |v_k|^2) / (9 10),
/// since barycentric coordinates t that are uniform over the simplex have E t_k^2 = 2 / (9 10) and,
/// for k != l, E t_k t_l = 1 / (9 10).
reference::Rational mean_square(const std::vector<Vector8>& simplex);

}  // namespace quantcheck::check::ledger
