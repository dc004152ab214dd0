// FLINT with the types of this project: exact linear algebra and lattice reduction that share no code with
// reference/.
#pragma once

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::test::flint {

reference::Rational determinant(const reference::Matrix<reference::Rational>& a);

/// The inverse of a square matrix. Throws std::runtime_error where it is singular.
reference::Matrix<reference::Rational> inverse(const reference::Matrix<reference::Rational>& a);

/// The matrix X with A X = B. Throws std::runtime_error where A is singular.
reference::Matrix<reference::Rational> solve(const reference::Matrix<reference::Rational>& a,
                                             const reference::Matrix<reference::Rational>& b);

/// The Hermite normal form of the lattice that the columns of `basis` generate. It is equal for two bases if
/// and only if they generate the same lattice.
reference::Matrix<reference::Rational> canonical_basis(const reference::Matrix<reference::Rational>& basis);

/// A basis of the same lattice that is LLL-reduced for `delta` and |mu| <= 1/2, computed in exact arithmetic.
reference::Matrix<reference::Rational> lll(const reference::Matrix<reference::Rational>& basis,
                                           const reference::Rational& delta);

/// Whether the columns are LLL-reduced for `delta` and |mu| <= 1/2, decided in exact arithmetic.
bool is_lll_reduced(const reference::Matrix<reference::Rational>& basis, double delta);

}  // namespace quantcheck::test::flint
