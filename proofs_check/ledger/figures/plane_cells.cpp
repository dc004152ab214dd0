#include <quantcheck/proofs_check/ledger/figures/plane_cells.h>

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Matrix;
using reference::Rational;

Rational dot(const PlanePoint& a, const PlanePoint& b) { return a[0] * b[0] + a[1] * b[1]; }

PlanePoint times(const Matrix<Rational>& form, const PlanePoint& d) {
  return {form(0, 0) * d[0] + form(0, 1) * d[1], form(1, 0) * d[0] + form(1, 1) * d[1]};
}

Polygon square(const Rational& half) { return {{-half, -half}, {half, -half}, {half, half}, {-half, half}}; }

}  // namespace

Polygon cut(const Polygon& polygon, const PlanePoint& normal, const Rational& limit) {
  Polygon rest;
  for (std::size_t k = 0; k < polygon.size(); ++k) {
    const PlanePoint& from = polygon[k];
    const PlanePoint& to = polygon[(k + 1) % polygon.size()];
    const Rational beyond_from = dot(normal, from) - limit;
    const Rational beyond_to = dot(normal, to) - limit;
    if (beyond_from <= 0) rest.push_back(from);
    if ((beyond_from < 0 && beyond_to > 0) || (beyond_from > 0 && beyond_to < 0)) {
      const Rational share = beyond_from / (beyond_from - beyond_to);
      rest.push_back({from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])});
    }
  }
  return rest;
}

Rational area(const Polygon& polygon) {
  Rational twice = 0;
  for (std::size_t k = 0; k < polygon.size(); ++k) {
    const PlanePoint& from = polygon[k];
    const PlanePoint& to = polygon[(k + 1) % polygon.size()];
    twice += from[0] * to[1] - from[1] * to[0];
  }
  return abs(twice) / 2;
}

Polygon voronoi_cell(const Matrix<Rational>& form) {
  Polygon cell = square(4);
  for (int i = -2; i <= 2; ++i)
    for (int j = -2; j <= 2; ++j) {
      const PlanePoint d{Rational(i), Rational(j)};
      const PlanePoint normal = times(form, d);
      if (i != 0 || j != 0) cell = cut(cell, {2 * normal[0], 2 * normal[1]}, dot(normal, d));
    }
  if (area(cell) != 1) throw Error("the basis is too skew to draw its Voronoi cell");
  return cell;
}

Polygon nearest_plane_box(const Matrix<Rational>& form, const Order& order) {
  const reference::Udu<Rational> factor = reference::udu(reference::permuted(form, order));
  const Rational half(1, 2);
  PlanePoint first;  // v_0 and, in `second`, v_1 as linear forms of x
  first[order[0]] = 1;
  first[order[1]] = 0;
  PlanePoint second;
  second[order[0]] = factor.numerator(0, 1) / factor.denominator(1);
  second[order[1]] = 1;
  Polygon box = square(4 + abs(second[order[0]]));
  for (const PlanePoint& v : {first, second}) {
    box = cut(box, v, half);
    box = cut(box, {-v[0], -v[1]}, half);
  }
  return box;
}

}  // namespace quantcheck::check::ledger
