// Layers on which float is exact: the codes are those of the reference, ties included.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/random_options.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using namespace reference;

bool is_float(const Rational& x) {
  return exact(static_cast<double>(static_cast<float>(approximate(x)))) == x;
}

bool is_dyadic(const Rational& x) { return (denominator(x) & (denominator(x) - 1)) == 0; }

float to_float(const Rational& x) { return static_cast<float>(approximate(x)); }

// The inverse N = U^-1 of a unit upper triangular U, row by row: n_ij = -sum_{i <= k < j} n_ik u_kj. The many
// zeros of a wide U are skipped.
Matrix<Rational> unit_inverse(const Matrix<Rational>& u) {
  Matrix<Rational> inverse = Matrix<Rational>::Identity(u.rows(), u.rows());
  for (Index j = 0; j < u.rows(); ++j)
    for (Index k = 0; k < j; ++k)
      for (Index i = 0; u(k, j) != 0 && i <= k; ++i) inverse(i, j) -= inverse(i, k) * u(k, j);
  return inverse;
}

/// Whether floats hold every partial sum of every target: over the errors of the weights times U for the
/// nearest plane, and over the errors of the targets times U^-1 for GPTQ.
class SumsFit {
 public:
  SumsFit(const Problem& p, const Udu<Rational>& factor, Method method)
      : p_(p), inverse_(method == Method::gptq), factor_(unit_upper(factor)) {
    if (inverse_) factor_ = unit_inverse(factor_);
  }

  bool operator()(const Codes& codes) const {
    std::vector<Rational> error(p_.in());
    for (Index row = 0; row < p_.out(); ++row)
      for (Index j = 0; j < p_.in(); ++j) {
        const Index column = p_.order[j];
        Rational sum = 0;
        for (Index i = 0; i < j; ++i) {
          if (factor_(i, j) == 0) continue;
          sum += error[i] * factor_(i, j);
          if (!is_float(sum) || !is_float(factor_(i, j))) return false;
        }
        const Rational target = p_.weight(row, column) + sum;
        const Rational quantized = value(p_.grid, row, column, codes(row, column));
        error[j] = inverse_ ? quantized - target : p_.weight(row, column) - quantized;
        if (!is_float(target) || !is_float(error[j])) return false;
      }
    return true;
  }

 private:
  const Problem& p_;
  bool inverse_;
  Matrix<Rational> factor_;
};

/// The factor of short dyadic entries U and a diagonal D of powers of two.
Udu<Rational> short_factor(Dice& dice, const Matrix<Rational>& u) {
  Udu<Rational> factor{u, Vector<Rational>::Constant(u.rows(), Rational(1)), Vector<Rational>(u.rows())};
  for (Rational& each : factor.pivot) each = dice.pick<Rational>({1, 1, 2, 4, Rational(1, 2)});
  return factor;
}

// The Hessian U D U^T - damping I. The many zeros of a wide U are skipped.
Matrix<Rational> short_hessian(const Udu<Rational>& factor, const Rational& damping) {
  const Matrix<Rational>& u = factor.numerator;
  Matrix<Rational> h = Matrix<Rational>::Identity(u.rows(), u.rows()) * Rational(-damping);
  for (Index j = 0; j < u.rows(); ++j)
    for (Index i = 0; i <= j; ++i)
      for (Index k = 0; u(i, j) != 0 && k <= j; ++k)
        if (u(k, j) != 0) h(i, k) += u(i, j) * factor.pivot(j) * u(k, j);
  return h;
}

// Moves row and column k of the factored matrix, which belong to processing step k, to column order[k].
Matrix<Rational> in_columns(const Matrix<Rational>& ordered, const Order& order) {
  return permuted(ordered, inverse_order(order));
}

void fill_rows(Dice& dice, Index out, bool clipped, Problem& p) {
  const Index in = p.hessian.rows();
  p.grid.groups = dice.between(1, 3);
  for (Index j = 0; j < in; ++j) p.grid.group_index.push_back(dice.below(p.grid.groups));
  for (Index k = 0; k < out * p.grid.groups; ++k) {
    p.grid.scale.push_back(dice.pick<Rational>({1, 1, 2, Rational(1, 2), Rational(3, 2), 3}));
    p.grid.zero.push_back(dice.between(-5, 5));
  }
  if (clipped) p.grid.range = {dice.between(-8, -1), dice.between(0, 7)};
  p.weight.resize(out, in);
  for (Rational& w : p.weight.reshaped()) w = Rational(dice.between(-24, 24), dice.pick<Index>({1, 2, 4}));
  p.rounding = dice.pick({Rounding::half_even, Rounding::half_up, Rounding::half_away});
}

Problem short_problem(std::uint64_t seed) {
  Dice dice(seed);
  const Index in = dice.between(1, 7);
  Matrix<Rational> u = Matrix<Rational>::Identity(in, in);
  for (Index j = 0; j < in; ++j)
    for (Index i = 0; i < j; ++i) u(i, j) = Rational(dice.between(-2, 2), 2);
  Problem p;
  p.damping = dice.pick<Rational>({0, 0, Rational(1, 4)});
  p.order = shuffled_order(dice, in);
  p.hessian = in_columns(short_hessian(short_factor(dice, u), p.damping), p.order);
  fill_rows(dice, dice.between(1, 40), dice.chance(70), p);
  return p;
}

Codes codes_of(const Problem& p, Method method) {
  std::vector<float> weight;
  for (const Rational& w : p.weight.reshaped<Eigen::RowMajor>()) weight.push_back(to_float(w));
  std::vector<float> hessian;
  for (const Rational& h : p.hessian.reshaped<Eigen::RowMajor>()) hessian.push_back(to_float(h));
  Grid<float> grid{p.grid.groups, {}, p.grid.zero, p.grid.group_index, p.grid.range};
  for (const Rational& s : p.grid.scale) grid.scale.push_back(to_float(s));
  FactorOptions options;
  options.method = method;
  options.order = OrderKind::given;
  options.given_order = p.order;
  options.damping = {0, approximate(p.damping)};
  const Factor factor = factorize(MatrixView<const float>{hessian.data(), p.in(), p.in(), p.in()}, options);
  const Quantized result = quantize({weight.data(), p.out(), p.in(), p.in()}, factor, grid, p.rounding);
  Codes codes(p.out(), p.in());
  std::copy(result.codes.begin(), result.codes.end(), codes.data());
  return codes;
}

Codes exact_codes(const Problem& p, const Udu<Rational>& factor) {
  return nearest_plane(p.weight, factor, p.grid, p.order, decide_nearest(p.grid, p.rounding));
}

rc::Gen<Problem> short_problems() {
  return rc::gen::shrink(rc::gen::map(seeds(), short_problem),
                         [](const Problem& problem) { return rc::seq::fromContainer(simpler(problem)); });
}

// Whether the problem can be asked and floats still hold its numbers. Shrinking may have changed either;
// there is nothing to compare then.
bool can_be_asked(const Problem& p) {
  const auto short_enough = [](const auto& values) {
    return std::all_of(values.begin(), values.end(),
                       [](const Rational& x) { return is_dyadic(x) && is_float(x); });
  };
  return short_enough(p.weight.reshaped()) && short_enough(p.hessian.reshaped()) && is_dyadic(p.damping) &&
         std::all_of(p.grid.scale.begin(), p.grid.scale.end(),
                     [](const Rational& s) { return s > 0 && is_float(s); });
}

void equals_the_reference(Method method) {
  const Problem p = *short_problems();
  RC_PRE(can_be_asked(p));
  const Udu<Rational> factor = udu(check::factored_hessian(p));
  const Codes codes = exact_codes(p, factor);
  RC_PRE(SumsFit(p, factor, method)(codes));
  RC_ASSERT(codes_of(p, method) == codes);
}

RC_GTEST_PROP(ExactCodes, OfTheNearestPlane, ()) { equals_the_reference(Method::nearest_plane); }
RC_GTEST_PROP(ExactCodes, OfGptqAsPublished, ()) { equals_the_reference(Method::gptq); }

// A factor of more than one stretch of 256 steps: U has ones beside its diagonal and a few farther away, so
// that its inverse is one of integers.
Udu<Rational> wide_factor(Dice& dice, Index in) {
  Matrix<Rational> u = Matrix<Rational>::Identity(in, in);
  for (Index j = 1; j < in; ++j) u(j - 1, j) = dice.pick<Rational>({0, 1, -1});
  for (const Index j : {Index{256}, Index{258}}) u(dice.below(200), j) = Rational(1, 2);
  return short_factor(dice, u);
}

TEST(ExactCodes, AcrossBlocks) {
  const Index in = 259;
  Dice dice(5);
  const Udu<Rational> factor = wide_factor(dice, in);
  Problem p;
  p.damping = Rational(1, 4);
  p.order = shuffled_order(dice, in);
  p.hessian = in_columns(short_hessian(factor, p.damping), p.order);
  fill_rows(dice, 9, true, p);
  p.grid.range = {-100, 100};
  ASSERT_TRUE(can_be_asked(p));
  const Codes codes = exact_codes(p, factor);
  for (const Method method : {Method::nearest_plane, Method::gptq}) {
    ASSERT_TRUE(SumsFit(p, factor, method)(codes));
    EXPECT_EQ(codes_of(p, method), codes);
  }
}

}  // namespace
}  // namespace quantcheck::test
