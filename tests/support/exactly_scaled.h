// The Hessian that a certified factor is of, in exact numbers, and norms to some 30 digits.
#pragma once

#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/reference/hessian/udu.h>

namespace quantcheck::test {

using check::Real;

inline Real root(const reference::Rational& x) { return sqrt(Real(x)); }

/// The exact Hessian of a case under a hypothesis, damped, scaled and in processing order, and its factor,
/// whatever error is carried. Everything is by processing step.
struct ExactlyScaled {
  std::vector<reference::Rational> scaling;
  reference::Matrix<reference::Rational> hessian;
  reference::Udu<reference::Rational> factor;

  ExactlyScaled(const check::Case& c, const check::Hypothesis& hypothesis, const check::ScaledHessian& scaled)
      : hessian(check::exact_layer(c, hypothesis).hessian) {
    const Index n = hessian.rows();
    for (Index k = 0; k < n; ++k) scaling.push_back(reference::exact(scaled.scaling[hypothesis.order[k]]));
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < n; ++j) hessian(i, j) *= scaling[i] * scaling[j];
    factor = reference::udu(hessian);
  }

  Index size() const { return hessian.rows(); }
  Real d(Index i) const { return root(hessian(i, i)); }
};

/// U (unit upper triangular) of a factor in double, exactly.
inline reference::Matrix<reference::Rational> exact_upper(const optimized::DoubleFactor& factor) {
  using reference::Rational;
  reference::Matrix<Rational> u = reference::Matrix<Rational>::Constant(factor.in, factor.in, Rational(0));
  for (Index j = 0; j < factor.in; ++j) {
    u(j, j) = 1;
    for (Index i = 0; i < j; ++i) u(i, j) = reference::exact(factor.entry(i, j));
  }
  return u;
}

/// The inverse of a unit upper triangular matrix.
inline reference::Matrix<reference::Rational> inverse_of_upper(
    const reference::Matrix<reference::Rational>& u) {
  using reference::Rational;
  const Index n = u.rows();
  reference::Matrix<Rational> inverse = reference::Matrix<Rational>::Constant(n, n, Rational(0));
  for (Index j = 0; j < n; ++j) {
    inverse(j, j) = 1;
    for (Index i = j - 1; i >= 0; --i)
      for (Index k = i + 1; k <= j; ++k) inverse(i, j) -= u(i, k) * inverse(k, j);
  }
  return inverse;
}

/// The Frobenius norm.
inline Real norm(const reference::Matrix<Real>& x) {
  Real squares = 0;
  for (const Real& entry : x.reshaped()) squares += entry * entry;
  return sqrt(squares);
}

}  // namespace quantcheck::test
