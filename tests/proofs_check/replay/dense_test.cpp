// The factorizations of large matrices: they are those of the textbook at every size, whether a matrix is
// divided or not.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include <Eigen/Cholesky>
#include <Eigen/LU>

#include <quantcheck/proofs_check/replay/dense/cholesky.h>
#include <quantcheck/proofs_check/replay/dense/elimination.h>
#include <quantcheck/proofs_check/replay/dense/square.h>

namespace quantcheck::test {
namespace {

using Eigen::MatrixXd;

constexpr Index sizes[] = {1, 2, 31, 32, 33, 64, 65, 100, 200, 270};

MatrixXd positive_definite(Index n) {
  std::mt19937_64 random(static_cast<std::uint64_t>(n));
  std::normal_distribution<double> normal;
  const MatrixXd x = MatrixXd::NullaryExpr(n, n, [&] { return normal(random); });
  return x * x.transpose() / static_cast<double>(n) + MatrixXd::Identity(n, n);
}

check::Square<double> square_of(const MatrixXd& a) {
  check::Square<double> result(a.rows());
  for (Index i = 0; i < a.rows(); ++i)
    for (Index j = 0; j < a.rows(); ++j) result(i, j) = a(i, j);
  return result;
}

// Compares all entries, or those that are not above the diagonal.
void expect_near(const check::Square<double>& found, const MatrixXd& expected, bool whole) {
  for (Index i = 0; i < expected.rows(); ++i)
    for (Index j = 0; j < (whole ? expected.rows() : i + 1); ++j)
      ASSERT_NEAR(found(i, j), expected(i, j), 1e-12) << i << " " << j << " of " << expected.rows();
}

TEST(Dense, CholeskyIsLowerTriangular) {
  for (const Index n : sizes) {
    const MatrixXd a = positive_definite(n);
    check::Square<double> factor = square_of(a);
    ASSERT_TRUE(check::cholesky(factor.view()));
    expect_near(factor, MatrixXd(a.llt().matrixL()), false);
  }
}

TEST(Dense, CholeskyRefusesAPivotThatIsNotPositive) {
  for (const Index n : sizes)
    for (const Index bad : {Index{0}, n / 2, n - 1}) {
      MatrixXd a = positive_definite(n);
      a(bad, bad) = -1;
      check::Square<double> factor = square_of(a);
      EXPECT_FALSE(check::cholesky(factor.view())) << bad << " of " << n;
    }
}

TEST(Dense, InvertsBySolving) {
  for (const Index n : sizes) {
    const MatrixXd a = positive_definite(n);
    check::Square<double> factor = square_of(a);
    ASSERT_TRUE(check::cholesky(factor.view()));
    check::Square<double> inverse = check::Square<double>::zeros(n);
    check::invert_lower(factor.view(), inverse.view());
    expect_near(inverse, MatrixXd(MatrixXd(a.llt().matrixL()).inverse()), true);
    check::solve_transposed_lower_part(factor.view(), inverse.view());
    expect_near(inverse, MatrixXd(a.inverse()), false);
  }
}

// The rows are turned around, so that nearly every pivot has to be looked for.
TEST(Dense, InvertsByElimination) {
  for (const Index n : sizes) {
    const MatrixXd a = positive_definite(n).colwise().reverse();
    check::Square<double> spoiled = square_of(a);
    check::Square<double> inverse = check::Square<double>::zeros(n);
    check::invert_by_elimination(spoiled.view(), inverse.view());
    expect_near(inverse, MatrixXd(a.inverse()), true);
  }
}

// Eliminating one column after the other rounds every entry as often as it has products. The chains of a
// divided matrix are as long, so that its error is as large.
TEST(Dense, RoundsAsElimination) {
  constexpr Index n = 270;
  const MatrixXd a = positive_definite(n);
  check::Square<float> divided(n);
  Eigen::MatrixXf plain = a.cast<float>();
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j <= i; ++j) divided(i, j) = plain(i, j);
  const MatrixXd exact = MatrixXd(plain.cast<double>().selfadjointView<Eigen::Lower>()).llt().matrixL();
  ASSERT_TRUE(check::cholesky(divided.view()));
  for (Index j = 0; j < n; ++j) {
    plain.col(j).tail(n - j) /= std::sqrt(plain(j, j));
    for (Index k = j + 1; k < n; ++k)
      for (Index i = k; i < n; ++i) plain(i, k) -= plain(i, j) * plain(k, j);
  }
  double of_divided = 0;
  double of_plain = 0;
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j <= i; ++j) {
      of_divided += std::pow(static_cast<double>(divided(i, j)) - exact(i, j), 2);
      of_plain += std::pow(static_cast<double>(plain(i, j)) - exact(i, j), 2);
    }
  EXPECT_GT(of_divided, of_plain / 2);
  EXPECT_LT(of_divided, of_plain * 2);
}

}  // namespace
}  // namespace quantcheck::test
