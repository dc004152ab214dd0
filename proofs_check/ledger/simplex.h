// Simplices of eight dimensions in exact numbers, and what is cut off them.
#pragma once

#include <vector>

#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check::ledger {

inline constexpr Index dimension = 8;
using Vector8 = reference::Block<reference::Rational>;

reference::Rational inner_product(const Vector8& a, const Vector8& b);

/// <normal, x> <= bound.
struct HalfSpace {
  Vector8 normal;
  reference::Rational bound;
};

/// bound - <normal, x>: not negative inside.
reference::Rational slack(const HalfSpace& half, const Vector8& x);

/// Of the simplex that nine half-spaces bound: vertex k lies on all of their hyperplanes but the k-th. Throws
/// Error where they bound no simplex.
std::vector<Vector8> simplex_vertices(const std::vector<HalfSpace>& walls);

/// Of the convex hull of `points`, the part in the half-space: points whose convex hull it is, among them all
/// of its vertices. A linear inequality holds of the part if it holds of them.
std::vector<Vector8> cut(const std::vector<Vector8>& points, const HalfSpace& half);

/// The mean of the points: inside the convex hull.
Vector8 centre(const std::vector<Vector8>& points);

/// Of a simplex: |det (v_k - v_0)| / 8!.
reference::Rational volume(const std::vector<Vector8>& simplex);

/// The mean of |x|^2 over a simplex: (|sum_k v_k|^2 + sum_k |v_k|^2) / (9 10). For barycentric coordinates t
/// uniform over the simplex have E t_k^2 = 2 / (9 10), E t_k t_l = 1 / (9 10).
reference::Rational mean_square(const std::vector<Vector8>& simplex);

}  // namespace quantcheck::check::ledger
