#include <quantcheck/proofs_check/judge/lattice/eigenvalue_bound.h>
#include <quantcheck/reference/number/matrix.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace quantcheck::test {

using namespace check;

namespace {

using reference::Matrix;
using reference::Rational;

Matrix<Rational> diagonal(const std::vector<Rational>& entries) {
  Matrix<Rational> d = Matrix<Rational>::Constant(std::ssize(entries), std::ssize(entries), 0);
  for (Index i = 0; i < d.rows(); ++i) d(i, i) = entries[i];
  return d;
}

TEST(EigenvalueBound, IsTheLargestEigenvalueAndALittleMore) {
  std::mt19937 random(3);
  for (int k = 0; k < 50; ++k) {
    // Q diag(d) Q with a reflection Q has exactly the eigenvalues d.
    const Index n = 1 + k % 8;
    std::vector<Rational> d;
    for (Index i = 0; i < n; ++i) d.emplace_back(1 + random() % 1000, 7);
    reference::Vector<Rational> u(n);
    for (Rational& v : u) v = Rational(1 + random() % 9, 3);
    const Matrix<Rational> q =
        Matrix<Rational>::Identity(n, n) - u * u.transpose() * Rational(Rational(2) / u.dot(u));
    const Rational largest = *std::max_element(d.begin(), d.end());
    const Rational bound = eigenvalue_bound(q * diagonal(d) * q);
    EXPECT_GE(bound, largest);
    EXPECT_LE(bound, largest * (1 + reference::exact(0x1p-29)));
  }
}

TEST(EigenvalueBound, WhereDoublesDoNotReachItIsTheTrace) {
  const Rational huge = reference::exact(0x1p1000) * reference::exact(0x1p1000);
  EXPECT_EQ(eigenvalue_bound(diagonal({huge, huge})), huge + huge);
  EXPECT_EQ(eigenvalue_bound(diagonal({1 / huge, 1 / huge})), 2 / huge);
}

}  // namespace
}  // namespace quantcheck::test
