// Babai's nearest plane algorithm on a lattice basis.
#pragma once

#include <quantcheck/reference/lattice/gram_schmidt.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The coefficients z (n) of a lattice point basis * z near the target y (arXiv 2507.18553, Alg. 2 after its
/// reduction). At step j, from the last column to the first,
///     zeta = <b*_j, y> / <b*_j, b_j>,    z_j = decide(j, zeta),    y <- y - b_j z_j,
/// where `decide` returns the coefficient as a Number, which is an integer on a lattice. The basis is rows x
/// n, the target has length rows. Whoever wants a reduced basis reduces it first and maps the coefficients
/// back: `transform * babai(basis * transform, ...)`, with the transform of lll.h. Throws Error as
/// gram_schmidt does.
template <class Number, class Decide>
Vector<Number> babai(const Matrix<Number>& basis, Vector<Number> target, Decide&& decide) {
  const Matrix<Number> directions = gram_schmidt(basis).directions;
  Vector<Number> z(basis.cols());
  for (Index j = basis.cols() - 1; j >= 0; --j) {
    const auto direction = directions.col(j);
    const Number zeta = inner_product(direction, target) / inner_product(direction, basis.col(j));
    z(j) = decide(j, zeta);
    for (Index k = 0; k < basis.rows(); ++k) target(k) = target(k) - basis(k, j) * z(j);
  }
  return z;
}

}  // namespace quantcheck::reference
