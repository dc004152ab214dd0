// The reduction of a lattice basis (LLL).
#pragma once

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// A reduced basis, and the transform that leads to it.
struct Reduced {
  Matrix<Rational> basis;      // rows x n: original * transform
  Matrix<Rational> transform;  // n x n: integers, determinant 1 or -1
};

/// An LLL-reduced basis of the lattice that the columns of `basis` (rows x n) generate, as is_lll_reduced
/// tests it. A. K. Lenstra, H. W. Lenstra, L. Lovasz, Math. Ann. 261 (1982), 515-534, section 1. Throws Error
/// for linearly dependent columns, and unless 1/4 < delta < 1.
Reduced lll(const Matrix<Rational>& basis, const Rational& delta = Rational(3, 4));

/// Whether the columns of `basis` (rows x n) are LLL-reduced: with b*_j and mu_ij of gram_schmidt,
///     |mu_ij| <= 1/2 for i < j,    |b*_j + mu_{j-1,j} b*_{j-1}|^2 >= delta |b*_{j-1}|^2 for j > 0,
/// which are (1.4) and (1.5) of that paper. Throws Error for linearly dependent columns.
bool is_lll_reduced(const Matrix<Rational>& basis, const Rational& delta);

}  // namespace quantcheck::reference
