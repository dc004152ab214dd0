// The search for scales that meet the inequalities of a row.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include <quantcheck/proofs_check/diagnose/scales/scale_fit.h>

namespace quantcheck::test {
namespace {

using check::ScaleInequalities;
using reference::Vector;

// |normal * x - value| <= half for each of some random normals, where value is that of a known x, off by
// less.
ScaleInequalities around(const Vector<double>& x, Index count, double half, std::mt19937_64& random) {
  std::normal_distribution<double> normal(0, 10);
  std::uniform_real_distribution<double> off(-half, half);
  ScaleInequalities all{reference::Matrix<double>(2 * count, x.size()), Vector<double>(2 * count), {}};
  all.unclipped.assign(static_cast<std::size_t>(2 * count), true);
  for (Index i = 0; i < count; ++i) {
    const Vector<double> a = Vector<double>::NullaryExpr(x.size(), [&] { return normal(random); });
    const double value = a.dot(x) + off(random);
    all.normals.row(2 * i) = a;
    all.limits(2 * i) = value + half;
    all.normals.row(2 * i + 1) = -a;
    all.limits(2 * i + 1) = half - value;
  }
  return all;
}

double excess(const ScaleInequalities& all, const Vector<double>& x) {
  return (all.normals * x - all.limits).maxCoeff();
}

TEST(ScaleFit, FindsScalesInsideWhereThereAreSome) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> scale(0.25, 4);
  for (const Index unknowns : {1, 2, 5, 16}) {
    const Vector<double> known = Vector<double>::NullaryExpr(unknowns, [&] { return scale(random); });
    const ScaleInequalities all = around(known, 20 * unknowns, 0.5, random);
    const Vector<double> low = Vector<double>::Constant(unknowns, 0.125);
    const Vector<double> high = Vector<double>::Constant(unknowns, 8);
    const auto found = check::fit_scales(all, low, high, 0);
    ASSERT_TRUE(found) << unknowns;
    EXPECT_LE(excess(all, found->scales), 0) << unknowns;
    EXPECT_LE(excess(all, found->near), 1e-6) << unknowns;
    EXPECT_EQ(found->outside, 0);
    EXPECT_LT((found->scales - known).norm(), 0.2) << unknowns;
  }
}

TEST(ScaleFit, FindsNoneBeyondTheBoundsOrWhereNoneFit) {
  std::mt19937_64 random(2);
  const Vector<double> known = Vector<double>::Constant(3, 1.5);
  ScaleInequalities all = around(known, 60, 0.5, random);
  const Vector<double> ones = Vector<double>::Ones(3);
  EXPECT_TRUE(check::fit_scales(all, ones, 2 * ones, 0));
  EXPECT_FALSE(check::fit_scales(all, ones, 1.25 * ones, 0));
  // One inequality asks for what is far beyond another.
  all.limits(0) -= 2;
  EXPECT_FALSE(check::fit_scales(all, ones, 2 * ones, 0.25));
  const auto relaxed = check::fit_scales(all, ones, 2 * ones, 4);
  ASSERT_TRUE(relaxed);
  EXPECT_GT(relaxed->outside, 0.25);
  EXPECT_LE(excess(all, relaxed->scales), relaxed->outside + 1e-6);
}

TEST(ScaleFit, WhatCannotBeMetLeavesTheOthersInTheMiddle) {
  ScaleInequalities all{reference::Matrix<double>(4, 2), Vector<double>(4), std::vector(4, true)};
  all.normals << 1, 0, -1, 0, 0, 1, 0, -1;
  all.limits << 1.5, -1.501, 2, -1.9;
  const auto found =
      check::fit_scales(all, Vector<double>::Constant(2, 0.5), Vector<double>::Constant(2, 4), 0.01);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->outside, 0.0005, 1e-8);
  EXPECT_NEAR(found->scales(0), 1.5005, 1e-6);
  EXPECT_NEAR(found->scales(1), 1.95, 1e-6);
}

}  // namespace
}  // namespace quantcheck::test
