// The cells around a point of a lattice in the plane, computed exactly.
#pragma once

#include <array>
#include <vector>

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check::ledger {

/// A point in coordinates of the lattice's basis, so that lattice points are pairs of integers.
using PlanePoint = std::array<reference::Rational, 2>;
using Polygon = std::vector<PlanePoint>;  // convex, with its corners in either sense of rotation

/// The part of a convex polygon where normal_0 x_0 + normal_1 x_1 <= limit.
Polygon cut(const Polygon& polygon, const PlanePoint& normal, const reference::Rational& limit);

/// The area of a convex polygon, in units of the basis: a cell of the lattice has the area 1.
reference::Rational area(const Polygon& polygon);

/// The points that are at least as near to 0 as to any other lattice point, for the squared length x^T Q x,
/// where Q, `form`, is positive definite. It is cut out by the half-planes 2 d^T Q x <= d^T Q d of the
/// lattice points d whose coordinates are at most 2 in magnitude. Since the cells tile the plane, no other
/// half-plane cuts it if and only if its area is 1. Throws Error where the area is not 1, because the basis
/// is too skew.
Polygon voronoi_cell(const reference::Matrix<reference::Rational>& form);

/// The points x for which the nearest plane, deciding the coordinates in the given order, chooses 0:
/// |v_j| <= 1/2 with v = x U and Q = U D U^T in processing order (reference/criteria/box.h).
Polygon nearest_plane_box(const reference::Matrix<reference::Rational>& form, const Order& order);

}  // namespace quantcheck::check::ledger
