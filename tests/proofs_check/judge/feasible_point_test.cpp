#include <quantcheck/proofs_check/judge/feasible_point.h>

#include <gtest/gtest.h>

#include <random>

#include <Eigen/LU>

namespace quantcheck::test {

using namespace check;

namespace {

using Eigen::Vector2d;
using Eigen::VectorXd;

TEST(FeasiblePoint, KeepsTheLeastNormPoint) {
  double budget = 1e9;
  FeasiblePoint point(2, 1e-12, budget);
  EXPECT_TRUE(point.accept(Vector2d(-1, 0), -1));  // x >= 1
  EXPECT_TRUE(point.point().isApprox(Vector2d(1, 0)));
  EXPECT_TRUE(point.accept(Vector2d(-1, -1), -4));  // x + y >= 4
  EXPECT_TRUE(point.point().isApprox(Vector2d(2, 2)));
  EXPECT_TRUE(point.accept(Vector2d(1, 0), 1));  // x <= 1
  EXPECT_TRUE(point.point().isApprox(Vector2d(1, 3)));
}

TEST(FeasiblePoint, RefusesWhatLeavesNothingAndGoesOn) {
  double budget = 1e9;
  FeasiblePoint point(2, 1e-12, budget);
  EXPECT_TRUE(point.accept(Vector2d(-1, 0), -1));
  EXPECT_FALSE(point.accept(Vector2d(1, 0), 0.5));
  EXPECT_TRUE(point.point().isApprox(Vector2d(1, 0)));
  EXPECT_TRUE(point.accept(Vector2d(0, -1), -2));
  EXPECT_FALSE(point.accept(Vector2d(1, 1), 2.9));
  EXPECT_TRUE(point.accept(Vector2d(1, 1), 3));
}

TEST(FeasiblePoint, StopsAtItsBudget) {
  double budget = 7;
  FeasiblePoint point(2, 1e-12, budget);
  EXPECT_TRUE(point.accept(Vector2d(-1, 0), -1));
  EXPECT_FALSE(point.accept(Vector2d(0, -1), -1));
  EXPECT_LT(budget, 0);
  EXPECT_TRUE(point.point().isApprox(Vector2d(1, 0)));
  EXPECT_TRUE(point.accept(Vector2d(0, -1), 0));  // the point meets it already
}

// An oracle that shares nothing with the method: in the plane a set of half-planes is feasible if and only if
// all of them contain a vertex, the foot of the perpendicular from the origin to a line, or the origin.
bool feasible_by_enumeration(const std::vector<Vector2d>& a, const std::vector<double>& b) {
  std::vector<Vector2d> candidates{Vector2d::Zero()};
  for (std::size_t i = 0; i < a.size(); ++i) {
    candidates.emplace_back(a[i] * b[i] / a[i].squaredNorm());
    for (std::size_t j = 0; j < i; ++j) {
      Eigen::Matrix2d both;
      both << a[i].transpose(), a[j].transpose();
      if (std::abs(both.determinant()) > 1e-9) candidates.emplace_back(both.inverse() * Vector2d(b[i], b[j]));
    }
  }
  for (const Vector2d& x : candidates) {
    bool inside = true;
    for (std::size_t i = 0; i < a.size(); ++i) inside &= a[i].dot(x) <= b[i] + 1e-9;
    if (inside) return true;
  }
  return false;
}

TEST(FeasiblePoint, AgreesWithEnumerationInThePlane) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal;
  int refused = 0;
  for (int trial = 0; trial < 500; ++trial) {
    double budget = 1e9;
    FeasiblePoint point(2, 1e-12, budget);
    std::vector<Vector2d> a;
    std::vector<double> b;
    for (int i = 0; i < 12; ++i) {
      a.emplace_back(normal(random), normal(random));
      b.push_back(normal(random) + 0.5);
      const bool possible = feasible_by_enumeration(a, b);
      ASSERT_EQ(point.accept(a.back(), b.back()), possible) << "trial " << trial << ", inequality " << i;
      if (!possible) {
        ++refused;
        a.pop_back();
        b.pop_back();
      }
      for (std::size_t k = 0; k < a.size(); ++k) ASSERT_LE(a[k].dot(point.point()), b[k] + 1e-9);
    }
  }
  EXPECT_GT(refused, 500);
}

TEST(FeasiblePoint, FindsPlantedPointsInManyDimensions) {
  std::mt19937_64 random(4);
  std::normal_distribution<double> normal;
  for (int trial = 0; trial < 50; ++trial) {
    const VectorXd planted = VectorXd::NullaryExpr(16, [&] { return normal(random); });
    double budget = 1e9;
    FeasiblePoint point(16, 1e-12, budget);
    for (int i = 0; i < 300; ++i) {
      const VectorXd a = VectorXd::NullaryExpr(16, [&] { return normal(random); });
      ASSERT_TRUE(point.accept(a, a.dot(planted) + 0.01 * std::abs(normal(random)))) << trial << " " << i;
    }
  }
}

}  // namespace
}  // namespace quantcheck::test
