// Hadamard matrices, and the rotations that they make once normalised.
#pragma once

#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// A Hadamard matrix: an n x n matrix of signs with H H^T = n I.
///
/// For n = 2^k it is Sylvester's matrix, whose entry (i, j) is (-1)^(number of ones in i & j). For n = m 2^k
/// with m = 12, 20, 28, 108 or 172 (only one of those m fits an n), it is the Kronecker product of a matrix
/// of order m and Sylvester's matrix of order 2^k. The matrix of order 108 = 107 + 1 is by Paley's first
/// construction (J. Math. Phys. 12 (1933), 311-320), the others are by Williamson's (Duke Math. J. 11 (1944),
/// 65-81). Throws Error for any other n.
Matrix<Code> hadamard(Index n);

/// The m of such an n = m 2^k: 1, 12, 20, 28, 108 or 172. Throws Error where there is none.
Index hadamard_base(Index n);

/// The product H x (n), which is sqrt(n) times x rotated by H / sqrt(n). H is n x n, x has n values.
template <class Number>
Vector<Number> times_hadamard(const Matrix<Code>& hadamard, const Vector<Number>& x) {
  Vector<Number> result = Vector<Number>::Constant(x.size(), Number(0));
  for (Index i = 0; i < x.size(); ++i)
    for (Index j = 0; j < x.size(); ++j) result(i) = result(i) + Number(hadamard(i, j)) * x(j);
  return result;
}

}  // namespace quantcheck::reference
