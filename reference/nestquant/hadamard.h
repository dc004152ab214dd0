// Hadamard matrices, and the rotation they make once normalised.
#pragma once

#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// An n x n matrix of signs with H H^T = n I.
///
/// For n = 2^k Sylvester's: entry (i, j) is (-1)^(number of ones in i & j). For n = m 2^k with m = 12, 20,
/// 28, 108 or 172 (of those m only one fits an n) a matrix of order m, Kronecker Sylvester's: by Paley's
/// first construction for 108 = 107 + 1 (J. Math. Phys. 12 (1933), 311-320), by Williamson's for the others
/// (Duke Math. J. 11 (1944), 65-81). Throws Error for other n.
Matrix<Code> hadamard(Index n);

/// The m of such an n: 1, 12, 20, 28, 108 or 172. Throws Error where there is none.
Index hadamard_base(Index n);

/// H x: the rotation H / sqrt(n), times sqrt(n). x of any length that has an H.
template <class Number>
Vector<Number> times_hadamard(const Matrix<Code>& hadamard, const Vector<Number>& x) {
  Vector<Number> result = Vector<Number>::Constant(x.size(), Number(0));
  for (Index i = 0; i < x.size(); ++i)
    for (Index j = 0; j < x.size(); ++j) result(i) = result(i) + Number(hadamard(i, j)) * x(j);
  return result;
}

}  // namespace quantcheck::reference
