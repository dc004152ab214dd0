// The cells around a point of a lattice in the plane, exactly.
#pragma once

#include <array>
#include <vector>

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check::ledger {

/// In coordinates of the lattice's basis, so that lattice points are pairs of integers.
using PlanePoint = std::array<reference::Rational, 2>;
using Polygon = std::vector<PlanePoint>;  // convex, its corners in order of either sense

/// The part of a convex polygon where normal_0 x_0 + normal_1 x_1 <= limit.
Polygon cut(const Polygon& polygon, const PlanePoint& normal, const reference::Rational& limit);

reference::Rational area(const Polygon& polygon);

/// The points as near to 0 as to any other lattice point, for the squared length x^T Q x, Q positive
/// definite. Cut by the half-planes 2 d^T Q x <= d^T Q d of the lattice points d with coordinates up to 2 in
/// magnitude; the cells tile the plane, so that no other one cuts it if and only if the area is 1. Throws
/// Error where it is not: the basis is too skew.
Polygon voronoi_cell(const reference::Matrix<reference::Rational>& form);

/// The points whose nearest plane is 0 when the coordinates are decided in that order: |v_j| <= 1/2 with v =
/// x U, Q = U D U^T in processing order (reference/criteria/box.h).
Polygon nearest_plane_box(const reference::Matrix<reference::Rational>& form, const Order& order);

}  // namespace quantcheck::check::ledger
