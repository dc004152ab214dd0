// A product that is taken off a matrix: each of its entries is a chain of fused operations in a fixed order.
#include <quantcheck/optimized/product.h>

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace quantcheck::test {
namespace {

using namespace optimized;

template <class T>
std::vector<T> random_numbers(Index count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  std::vector<T> numbers;
  for (Index i = 0; i < count; ++i) numbers.push_back(static_cast<T>(normal(random)));
  return numbers;
}

struct Shape {
  Index rows;
  Index cols;
  Index depth;
};

// Compares the product with the chain that its header describes. Rows are longer than the matrices are wide.
template <class T>
void expect_chains(const Shape& shape, bool transpose_a, bool transpose_b, ProductPart part, int threads) {
  const auto& [m, n, depth] = shape;
  const Index stride = std::max({m, n, depth}) + 3;
  const std::vector<T> a = random_numbers<T>(stride * stride, 1);
  const std::vector<T> b = random_numbers<T>(stride * stride, 2);
  const std::vector<T> before = random_numbers<T>(m * stride, 3);
  std::vector<T> c = before;
  const auto operand = [&](const std::vector<T>& x, Index rows, Index cols, bool transpose) {
    if (transpose) std::swap(rows, cols);
    return Operand<T>{{x.data(), rows, cols, stride}, transpose};
  };
  subtract_product(operand(a, m, depth, transpose_a), operand(b, depth, n, transpose_b),
                   MatrixView<T>{c.data(), m, n, stride}, part, {{}, threads});
  for (Index i = 0; i < m; ++i) {
    const Index counted = part == ProductPart::lower ? std::min(i + 1, n) : n;
    for (Index j = 0; j < counted; ++j) {
      T chain = before[i * stride + j];
      for (Index k = 0; k < depth; ++k)
        chain = std::fma(-a[transpose_a ? k * stride + i : i * stride + k],
                         b[transpose_b ? j * stride + k : k * stride + j], chain);
      ASSERT_EQ(c[i * stride + j], chain) << i << " " << j;
    }
    for (Index j = n; j < stride; ++j) ASSERT_EQ(c[i * stride + j], before[i * stride + j]);
  }
}

TEST(Product, IsAChainOfFusedOperations) {
  for (const Shape& shape : {Shape{1, 1, 1}, {8, 32, 256}, {9, 33, 257}, {31, 5, 600}, {150, 300, 3}})
    for (const bool transpose_a : {false, true})
      for (const bool transpose_b : {false, true})
        for (const int threads : {1, 2}) {
          SCOPED_TRACE(std::to_string(shape.rows) + " x " + std::to_string(shape.cols));
          expect_chains<float>(shape, transpose_a, transpose_b, ProductPart::all, threads);
          expect_chains<double>(shape, transpose_a, transpose_b, ProductPart::all, threads);
        }
}

TEST(Product, IsLeftOutAboveTheDiagonal) {
  for (const Index size : {1, 8, 40, 130}) {
    expect_chains<float>({size, size, 70}, false, true, ProductPart::lower, 2);
    expect_chains<double>({size, size, 70}, true, false, ProductPart::lower, 2);
  }
}

TEST(Product, RefusesShapesThatDoNotAgree) {
  std::vector<float> x(16);
  const MatrixView<float> square{x.data(), 2, 2, 2};
  const Operand<float> wide{{x.data(), 2, 3, 3}, false};
  EXPECT_THROW(subtract_product(wide, wide, square, ProductPart::all), Error);
}

}  // namespace
}  // namespace quantcheck::test
