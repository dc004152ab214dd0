// The tensors and factors of a case in a working number type, under a hypothesis.
#pragma once

#include <type_traits>

#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// `values`, a row-major matrix of rows x cols, in the type To.
template <class To>
reference::Matrix<To> converted(const StoredFloats& values, Index rows, Index cols) {
  reference::Matrix<To> result(rows, cols);
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < cols; ++j) result(i, j) = To(values[i * cols + j]);
  return result;
}

/// The weights, out x in, with those of dead inputs 0.
template <class T>
reference::Matrix<T> replay_weight(const Case& c) {
  reference::Matrix<T> weight = converted<T>(c.layer.weight, c.layer.out, c.layer.in);
  for (Index j = 0; j < c.layer.in; ++j)
    if (c.declared.dead[j]) weight.col(j).setConstant(T(0));
  return weight;
}

/// X^T X (in x in) summed in F, the samples taken cyclically from number `first` on.
template <class F>
reference::Matrix<F> replay_gram(const Case& c, Index first) {
  reference::Matrix<F> activations(c.layer.samples, c.layer.in);
  for (Index sample = 0; sample < c.layer.samples; ++sample)
    for (Index j = 0; j < c.layer.in; ++j)
      activations(sample, j) = F(c.layer.activations[((sample + first) % c.layer.samples) * c.layer.in + j]);
  return reference::gram(activations);
}

/// The type that sums of products are kept in: nobody accumulates in 16 bits.
template <class F>
using Accumulator = std::conditional_t<std::is_same_v<F, double>, double, float>;

/// The damped Hessian in processing order (in x in), computed in F. A Hessian of activations is summed from
/// sample `first` on. `disturb(i, j, h)` gives the value that is used for entry h of the undamped Hessian's
/// lower triangle.
template <class F, class Disturb>
reference::Matrix<F> replay_hessian(const Case& c, const Hypothesis& hypothesis, Disturb disturb,
                                    Index first) {
  reference::Matrix<F> hessian(c.layer.in, c.layer.in);
  if (c.layer.hessian.empty()) {
    const auto sums = replay_gram<Accumulator<F>>(c, first);
    for (Index i = 0; i < c.layer.in; ++i)
      for (Index j = 0; j < c.layer.in; ++j) hessian(i, j) = F(sums(i, j));
  } else {
    hessian = converted<F>(c.layer.hessian, c.layer.in, c.layer.in);
  }
  for (Index i = 0; i < c.layer.in; ++i)
    for (Index j = 0; j <= i; ++j) hessian(i, j) = hessian(j, i) = disturb(i, j, hessian(i, j));
  for (Index j = 0; j < c.layer.in; ++j)
    if (c.declared.dead[j] && hessian(j, j) == F(0)) hessian(j, j) = F(1);
  const F damping = F(reference::approximate(hypothesis.damping));
  return reference::permuted(reference::damped(hessian, damping), hypothesis.order);
}

template <class F>
reference::Matrix<F> replay_hessian(const Case& c, const Hypothesis& hypothesis) {
  return replay_hessian<F>(
      c, hypothesis, [](Index, Index, const F& h) { return h; }, 0);
}

/// U of H = U D U^T (n x n), computed in F and rounded to T. The entries over which the hypothesis does not
/// carry error are 0, and the pivots are left unset. Throws reference::NotPositiveDefinite.
template <class T, class F>
reference::Udu<T> replay_udu(const reference::Matrix<F>& hessian, const Hypothesis& hypothesis) {
  const reference::Udu<F> factor = reference::udu(hessian);
  const Index n = hessian.rows();
  reference::Udu<T> result{reference::Matrix<T>(n, n), reference::Vector<T>::Constant(n, T(1)),
                           reference::Vector<T>(n)};
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < j; ++i)
      result.numerator(i, j) =
          carries(hypothesis, i, j) ? T(static_cast<double>(factor.numerator(i, j))) : T(0);
  return result;
}

/// L of H^-1 = L C L^T (n x n), computed in F and rounded to T, where `inverse` is H^-1 as computed in F. The
/// entries over which the hypothesis does not carry error are 0, and no others but those below the diagonal
/// are set. Throws reference::NotPositiveDefinite.
template <class T, class F>
reference::Ldl<T> replay_inverse_factor(const reference::Matrix<F>& inverse, const Hypothesis& hypothesis) {
  const reference::Ldl<F> factor = reference::ldl(inverse);
  const Index n = inverse.rows();
  reference::Ldl<T> result{reference::Matrix<T>(n, n), reference::Vector<T>(n)};
  for (Index j = 0; j < n; ++j)
    for (Index i = j + 1; i < n; ++i)
      result.lower(i, j) = carries(hypothesis, i, j) ? T(static_cast<double>(factor.lower(i, j))) : T(0);
  return result;
}

}  // namespace quantcheck::check
