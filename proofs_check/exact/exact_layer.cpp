#include <quantcheck/proofs_check/exact/exact_layer.h>

#include <algorithm>

#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/number/common_denominator.h>

namespace quantcheck::check {

using reference::exact;
using reference::Matrix;
using reference::Rational;

Matrix<Rational> exact_matrix(const double* values, Index rows, Index cols) {
  Matrix<Rational> result(rows, cols);
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < cols; ++j) result(i, j) = exact(values[i * cols + j]);
  return result;
}

namespace {

// The cost of a part of the Gram matrix: for each pair of columns, a product of integers for each sample, and
// the addition of a fraction.
double gram_products(const Matrix<reference::Integer>& integers, const reference::Integer& square) {
  const auto pairs = static_cast<double>(integers.cols() * integers.cols()) / 2;
  const double length = std::max(1.0, reference::most_limbs(integers));
  return pairs * (static_cast<double>(integers.rows()) * 10 * length * length +
                  2 * reference::reduction_products(2 * length + reference::limbs(square)));
}

}  // namespace

// The sums are integers over the square of a common denominator, of a few samples at a time to keep them
// small.
Matrix<Rational> exact_gram(const double* activations, Index samples, Index in, const reference::Work& work) {
  constexpr Index at_once = 256;
  Matrix<Rational> hessian = Matrix<Rational>::Constant(in, in, Rational(0));
  for (Index first = 0; first < samples; first += at_once) {
    const Index count = std::min(at_once, samples - first);
    const auto [integers, denominator] =
        reference::over_common_denominator(exact_matrix(activations + first * in, count, in));
    const reference::Integer square = denominator * denominator;
    if (work) work(gram_products(integers, square));
    const Matrix<reference::Integer> sums = reference::gram(integers);
    for (Index i = 0; i < in; ++i)
      for (Index j = 0; j < in; ++j) hessian(i, j) += Rational(sums(i, j), square);
  }
  return hessian;
}

Matrix<Rational> exact_undamped_hessian(const Case& c, const reference::Work& work) {
  Matrix<Rational> hessian =
      c.layer.hessian.empty()
          ? exact_gram(Doubles(c.layer.activations).data(), c.layer.samples, c.layer.in, work)
          : exact_matrix(Doubles(c.layer.hessian).data(), c.layer.in, c.layer.in);
  for (Index j = 0; j < c.layer.in; ++j)
    if (c.declared.dead[j] && hessian(j, j) == 0) hessian(j, j) = 1;
  return hessian;
}

ExactLayer exact_layer(const Case& c, const Hypothesis& hypothesis, const reference::Work& work) {
  ExactLayer layer;
  layer.weight = exact_matrix(Doubles(c.layer.weight).data(), c.layer.out, c.layer.in);
  for (Index j = 0; j < c.layer.in; ++j)
    if (c.declared.dead[j]) layer.weight.col(j).setConstant(Rational(0));
  layer.hessian = reference::permuted(reference::damped(exact_undamped_hessian(c, work), hypothesis.damping),
                                      hypothesis.order);
  layer.grid = reference::convert_grid<Rational>(hypothetical_grid(c, hypothesis), exact);
  layer.order = hypothesis.order;
  return layer;
}

reference::Udu<Rational> exact_factor(const ExactLayer& layer, const Hypothesis& hypothesis,
                                      const reference::Work& work) {
  reference::Udu<Rational> factor = reference::udu_fraction_free(layer.hessian, work);
  for (Index j = 0; j < layer.hessian.rows(); ++j)
    for (Index i = 0; i < j; ++i)
      if (!carries(hypothesis, i, j)) factor.numerator(i, j) = 0;
  return factor;
}

}  // namespace quantcheck::check
