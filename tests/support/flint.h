// FLINT in our types: exact linear algebra and lattice reduction that share no code with reference/.
#pragma once

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::test::flint {

reference::Rational determinant(const reference::Matrix<reference::Rational>& a);

/// Throws std::runtime_error for a singular matrix.
reference::Matrix<reference::Rational> inverse(const reference::Matrix<reference::Rational>& a);

/// X with A X = B. Throws std::runtime_error for a singular A.
reference::Matrix<reference::Rational> solve(const reference::Matrix<reference::Rational>& a,
                                             const reference::Matrix<reference::Rational>& b);

/// The same for any two bases of one lattice, and only for them: the Hermite normal form. The columns of
/// `basis` generate the lattice.
reference::Matrix<reference::Rational> canonical_basis(const reference::Matrix<reference::Rational>& basis);

/// A basis of the same lattice that is LLL-reduced for `delta` and |mu| <= 1/2, in exact arithmetic.
reference::Matrix<reference::Rational> lll(const reference::Matrix<reference::Rational>& basis,
                                           const reference::Rational& delta);

/// Whether the columns are LLL-reduced for `delta` and |mu| <= 1/2, in exact arithmetic.
bool is_lll_reduced(const reference::Matrix<reference::Rational>& basis, double delta);

}  // namespace quantcheck::test::flint
