// A picture of the box criterion, for a layer of two inputs.
#pragma once

#include <string>

#include <quantcheck/proofs_check/ledger/figures/plane_cells.h>
#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {

/// One row of two weights on an unbounded grid with zero point 0.
struct PlaneLayer {
  reference::Matrix<reference::Rational> hessian;  // 2 x 2, positive definite
  reference::Matrix<reference::Rational> weight;   // 1 x 2
  Grid<reference::Rational> grid;
};

/// The layer that docs/ shows. Its nearest plane finds the nearest point in the natural order, and misses it
/// in the reversed order.
PlaneLayer shown_layer();

/// An SVG of two panels, one for the natural order and one for the reversed order. Each shows the lattice of
/// the layer in the plane where the loss is the squared distance, with its Voronoi cells, the nearest-plane
/// boxes, the target, the way of nearest_plane to the point that it chooses, and the nearest point
/// (closest_vector). The corners are rationals in the basis of the lattice, so everything is exact but the
/// conversion to places on the page. The bytes are the same on every machine. Throws Error as voronoi_cell
/// does, and NotPositiveDefinite.
std::string box_picture(const PlaneLayer& layer);

}  // namespace quantcheck::check::ledger
