// Every algorithm over a prime field gives the reduced results of the same algorithm over the rationals.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/criteria/residual.h>
#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/prime_field.h>
#include <quantcheck/reference/quantizers/gptq.h>
#include <quantcheck/reference/quantizers/gptq_blocked.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/reference/quantizers/nearest_plane_blocked.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/random_prime.h>

namespace quantcheck::test {
namespace {

using namespace reference;

template <class Derived>
auto reduced_matrix(const Eigen::MatrixBase<Derived>& m) {
  Eigen::Matrix<PrimeField, Derived::RowsAtCompileTime, Derived::ColsAtCompileTime,
                Derived::PlainObject::Options>
      result(m.rows(), m.cols());
  for (Index i = 0; i < m.rows(); ++i)
    for (Index j = 0; j < m.cols(); ++j) result(i, j) = reduced(m(i, j));
  return result;
}

// The strictly upper part of a numerator, which is all of it that is defined.
template <class Number>
Matrix<Number> strictly_upper(const Matrix<Number>& m) {
  Matrix<Number> upper = Matrix<Number>::Constant(m.rows(), m.cols(), Number(0));
  upper.template triangularView<Eigen::StrictlyUpper>() = m;
  return upper;
}

RC_GTEST_PROP(Reduction, CommutesWithFactorizations, ()) {
  Dice dice(*seeds());
  const PrimeField::Modulus scope(random_prime(dice));
  const Matrix<Rational> hessian = factored_hessian(*problems());
  const Matrix<PrimeField> image = reduced_matrix(hessian);
  const Udu<Rational> factor = udu(hessian);
  const Udu<PrimeField> factor_of_image = udu(image);
  RC_ASSERT(reduced_matrix(strictly_upper(factor.numerator)) == strictly_upper(factor_of_image.numerator));
  RC_ASSERT(reduced_matrix(factor.denominator) == factor_of_image.denominator);
  RC_ASSERT(reduced_matrix(factor.pivot) == factor_of_image.pivot);
  RC_ASSERT(reduced_matrix(ldl(hessian).lower) == ldl(image).lower);
  RC_ASSERT(reduced_matrix(ldl(hessian).pivot) == ldl(image).pivot);
  RC_ASSERT(reduced_matrix(inverse(hessian)) == inverse(image));
}

RC_GTEST_PROP(Reduction, CommutesWithPreparation, ()) {
  Dice dice(*seeds());
  const PrimeField::Modulus scope(random_prime(dice));
  const Problem p = *problems({.activations = true});
  const Matrix<PrimeField> h = gram(reduced_matrix(p.activations));
  RC_ASSERT(permuted(damped(h, reduced(p.damping)), p.order) == reduced_matrix(factored_hessian(p)));
}

// The targets of given codes, row by row in processing order.
template <class Number, class Quantize>
std::vector<Number> targets(const Codes& codes, Quantize quantize) {
  std::vector<Number> seen;
  const Codes decided = quantize([&](Index row, Index column, const Number& target) {
    seen.push_back(target);
    return codes(row, column);
  });
  RC_ASSERT(decided == codes);
  return seen;
}

template <class Number>
std::vector<std::vector<Number>> every_quantizers_targets(const Matrix<Number>& weight,
                                                          const Matrix<Number>& hessian,
                                                          const Grid<Number>& grid, const Order& order,
                                                          const Codes& codes) {
  const Udu<Number> factor = udu(hessian);
  const Ldl<Number> of_inverse = ldl(inverse(hessian));
  return {
      targets<Number>(codes, [&](auto decide) { return nearest_plane(weight, factor, grid, order, decide); }),
      targets<Number>(
          codes, [&](auto decide) { return nearest_plane_blocked(weight, factor, grid, order, 2, decide); }),
      targets<Number>(codes, [&](auto decide) { return gptq(weight, of_inverse, grid, order, decide); }),
      targets<Number>(codes,
                      [&](auto decide) { return gptq_blocked(weight, of_inverse, grid, order, 2, decide); })};
}

Codes random_codes(const Problem& p, Dice& dice) {
  Codes codes(p.out(), p.in());
  for (Code& code : codes.reshaped()) code = dice.between(-9, 9);
  return codes;
}

RC_GTEST_PROP(Reduction, CommutesWithQuantizersOfAnyCodes, ()) {
  Dice dice(*seeds());
  const PrimeField::Modulus scope(random_prime(dice));
  const Problem p = *problems();
  const Codes codes = random_codes(p, dice);
  const Matrix<Rational> hessian = factored_hessian(p);
  const auto of_rationals = every_quantizers_targets(p.weight, hessian, p.grid, p.order, codes);
  const auto of_images = every_quantizers_targets(reduced_matrix(p.weight), reduced_matrix(hessian),
                                                  convert_grid<PrimeField>(p.grid, reduced), p.order, codes);
  for (std::size_t i = 0; i < of_rationals.size(); ++i) {
    RC_ASSERT(of_images[i] == of_images[0]);
    for (std::size_t k = 0; k < of_rationals[i].size(); ++k)
      RC_ASSERT(of_images[i][k] == reduced(of_rationals[i][k]));
  }
}

RC_GTEST_PROP(Reduction, CommutesWithTheLossAndItsBound, ()) {
  Dice dice(*seeds());
  const PrimeField::Modulus scope(random_prime(dice));
  const Problem p = *problems();
  const Codes codes = random_codes(p, dice);
  const Matrix<Rational> hessian = factored_hessian(p);
  const Udu<Rational> factor = udu(hessian);
  const Matrix<PrimeField> image = reduced_matrix(hessian);
  const Udu<PrimeField> factor_of_image = udu(image);
  const Grid<PrimeField> grid = convert_grid<PrimeField>(p.grid, reduced);
  for (Index row = 0; row < p.out(); ++row) {
    const Vector<Rational> e = error_of(p.weight, codes, p.grid, p.order, row);
    const Vector<PrimeField> e_of_image = error_of(reduced_matrix(p.weight), codes, grid, p.order, row);
    RC_ASSERT(reduced_matrix(e) == e_of_image);
    const Vector<PrimeField> v = residual(e_of_image, factor_of_image);
    RC_ASSERT(reduced_matrix(residual(e, factor)) == v);
    RC_ASSERT(reduced(loss(e, hessian)) == loss(e_of_image, image));
    RC_ASSERT(loss_from_residual(v, factor_of_image) == loss(e_of_image, image));
    RC_ASSERT(reduced(loss_bound(factor, p.grid, p.order, row)) ==
              loss_bound(factor_of_image, grid, p.order, row));
  }
}

}  // namespace
}  // namespace quantcheck::test
