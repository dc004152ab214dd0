// The processing orders, checked against their definitions.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include <quantcheck/optimized/factor.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/random_options.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using reference::exact;
using reference::Matrix;
using reference::Rational;

Factor factor_in(const std::vector<double>& hessian, Index in, const FactorOptions& options) {
  return factorize(MatrixView<const double>{hessian.data(), in, in, in}, options);
}

Order order_of(const std::vector<double>& hessian, Index in, OrderKind kind, Damping<double> damping = {}) {
  FactorOptions options;
  options.order = kind;
  options.damping = damping;
  return factor_in(hessian, in, options).order;
}

template <class Number>
Matrix<Number> damped_matrix(const std::vector<double>& hessian, Index in, double damping) {
  Matrix<Number> h(in, in);
  for (Index k = 0; k < in * in; ++k) h(k / in, k % in) = Number(hessian[k]);
  return reference::damped(h, Number(damping));
}

/// Examines a min-pivot order, along which `schur` is eliminated from last to first. Returns the largest
/// excess of a chosen pivot over the smallest one at that step, relative to the smallest.
template <class Number>
Number worst_choice(Matrix<Number> schur, Order order) {
  Number worst = 0;
  while (!order.empty()) {
    const Index j = order.back();
    order.pop_back();
    const Number pivot = schur(j, j);
    Number least = pivot;
    for (const Index i : order) least = std::min(least, schur(i, i));
    worst = std::max(worst, Number((pivot - least) / least));
    for (const Index i : order) {
      const Number multiplier = schur(i, j) / pivot;
      for (const Index k : order) schur(i, k) -= multiplier * schur(j, k);
    }
  }
  return worst;
}

// Small layers on which hard cases are common, in exact arithmetic.
RC_GTEST_PROP(Orders, MinPivotTakesTheSmallest, ()) {
  const Problem p = *problems();
  std::vector<double> hessian;
  for (const Rational& h : p.hessian.reshaped<Eigen::RowMajor>())
    hessian.push_back(reference::approximate(h));
  FactorOptions options;
  options.order = OrderKind::min_pivot;
  options.damping = {0, std::max(reference::approximate(p.damping), 0x1p-20 * hessian[0])};
  const Factor factor = factor_in(hessian, p.in(), options);
  Matrix<Rational> h(p.in(), p.in());
  for (Index k = 0; k < h.size(); ++k) h(k / p.in(), k % p.in()) = exact(hessian[k]);
  RC_ASSERT(reference::is_permutation(factor.order, p.in()));
  // The least eigenvalue is about 2^-20 of the largest entry, so in double the pivots are right to 2^-30.
  RC_ASSERT(worst_choice(reference::damped(h, exact(factor.status.damping)), factor.order) < exact(0x1p-25));
}

// The layers are wider than the number of steps that are worked on together, and wider than a block of
// columns.
TEST(Orders, MinPivotOfWiderLayers) {
  for (const Index in : {17, 64, 65, 130, 200}) {
    const std::vector<double> hessian = as_double(sample_layer(1, in, 71).hessian);
    FactorOptions options;
    options.order = OrderKind::min_pivot;
    const Factor factor = factor_in(hessian, in, options);
    ASSERT_TRUE(reference::is_permutation(factor.order, in));
    const auto damped = damped_matrix<long double>(hessian, in, factor.status.damping);
    EXPECT_LT(worst_choice(damped, factor.order), 1e-10L) << in;
    EXPECT_NE(factor.order, order_of(hessian, in, OrderKind::act)) << in;
  }
}

// All columns are alike, so the highest index is eliminated first.
TEST(Orders, MinPivotBreaksTiesByTheHighestIndex) {
  for (const Index in : {1, 2, 5, 16, 70, 140}) {
    std::vector<double> hessian(in * in, 1.0);
    for (Index j = 0; j < in; ++j) hessian[j * in + j] = 2;
    EXPECT_EQ(order_of(hessian, in, OrderKind::min_pivot), reference::natural_order(in));
  }
}

// All pivots are exact here, so the order is that of the reference.
TEST(Orders, MinPivotOfADiagonalIsTheReferences) {
  const Index in = 150;
  Dice dice(72);
  std::vector<double> hessian(in * in);
  for (Index j = 0; j < in; ++j) hessian[j * in + j] = static_cast<double>(dice.between(1, 9));
  EXPECT_EQ(order_of(hessian, in, OrderKind::min_pivot, {0, 0}),
            reference::min_pivot_order(damped_matrix<double>(hessian, in, 0)));
}

TEST(Orders, ActIsTheReferences) {
  Dice dice(73);
  for (const Index in : {1, 2, 9, 33, 150}) {
    std::vector<double> hessian = as_double(sample_layer(1, in, 73).hessian);
    // Equal entries keep their order.
    for (int k = 0; k < in; ++k) {
      const Index j = dice.below(in);
      hessian[j * in + j] = 1e3;
    }
    EXPECT_EQ(order_of(hessian, in, OrderKind::act, {0.01, 0.5}),
              reference::act_order(damped_matrix<double>(hessian, in, 0)));
  }
}

// The published GPTQ takes the diagonal entry of a dead input as 1 before it sorts.
TEST(Orders, ActCountsADeadInputAsOneWhereItIsZeroed) {
  const std::vector<double> hessian{0.5, 0, 0, 0, 0, 0, 0, 0, 2};
  FactorOptions options;
  options.order = OrderKind::act;
  EXPECT_EQ(factor_in(hessian, 3, options).order, (Order{2, 0, 1}));
  options.dead_inputs = DeadInputs::zero;
  EXPECT_EQ(factor_in(hessian, 3, options).order, (Order{2, 1, 0}));
}

TEST(Orders, NaturalAndGiven) {
  const Index in = 20;
  Dice dice(74);
  const std::vector<double> hessian = as_double(sample_layer(1, in, 74).hessian);
  EXPECT_EQ(order_of(hessian, in, OrderKind::natural), reference::natural_order(in));
  FactorOptions options;
  options.order = OrderKind::given;
  options.given_order = shuffled_order(dice, in);
  EXPECT_EQ(factor_in(hessian, in, options).order, options.given_order);
}

}  // namespace
}  // namespace quantcheck::test
