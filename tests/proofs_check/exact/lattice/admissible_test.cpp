// The judge's fast geometry, compared with the lists of points that it stands for.
#include <quantcheck/proofs_check/exact/lattice/admissible.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include <quantcheck/proofs_check/exact/lattice/cell.h>
#include <quantcheck/proofs_check/judge/lattice/product.h>
#include <quantcheck/proofs_check/judge/lattice/squared_error.h>
#include <quantcheck/reference/lattice/e8_all_nearest.h>

namespace quantcheck::test {

using namespace check;

namespace {

using reference::Rational;

std::mt19937_64 random_source(5);

double uniform(double from, double to) {
  return from + (to - from) * (static_cast<double>(random_source() >> 11) * 0x1p-53);
}

// Random values of one of a few kinds: anywhere, on a grid of quarters, or next to that grid.
Block<double> some_values(int kind) {
  Block<double> x;
  for (double& v : x) {
    v = uniform(-3, 3);
    if (kind > 0) v = std::round(4 * v) / 4;
    if (kind > 1 && uniform(0, 1) < 0.2) v += 0x1p-45;
  }
  return x;
}

BlockTarget target_of(const Block<double>& x) {
  Block<Rational> exact;
  for (std::size_t i = 0; i < 8; ++i) exact[i] = reference::exact(x[i]);
  return block_target(exact);
}

Rational reach_by_list(const Block<Rational>& v) {
  Rational largest = -1000;
  for (const E8Point& r : reference::e8_minimal_vectors()) {
    Rational product = 0;
    for (std::size_t i = 0; i < 8; ++i) product += v[i] * Rational(r.twice[i], 2);
    largest = std::max(largest, product);
  }
  return largest;
}

TEST(Cell, TheReachIsThatOfTheMinimalVectors) {
  for (int k = 0; k < 600; ++k) {
    Block<double> x = some_values(k % 3);
    if (k % 5 == 0) x[k % 8] = 0;
    const BlockTarget v = target_of(x);
    EXPECT_EQ(reach(v.exact()), reach_by_list(v.exact()));
    EXPECT_NEAR(reach(v.rounded), reference::approximate(reach_by_list(v.exact())), 1e-12);
    const E8Point y = reference::nearest_e8<double>(x);
    Block<Rational> exact;
    for (std::size_t i = 0; i < 8; ++i) exact[i] = Rational(y.twice[i], 2);
    EXPECT_EQ(Rational(reach(y.twice)), 2 * reach_by_list(exact));
  }
}

TEST(Admissible, NearestPointsAreThoseOfTheEnumeration) {
  const Beta beta{Rational(3), 3.0};
  for (int k = 0; k < 300; ++k) {
    const BlockTarget x = target_of(some_values(k % 3));
    for (const Beta& scale : {Beta{1, 1.0}, beta}) {
      const ScaledTarget t(x, scale);
      std::vector<E8Point> points = nearest_points(t, 0);
      std::sort(points.begin(), points.end());
      EXPECT_EQ(points, reference::all_nearest_e8(t.exact()).points) << k;
    }
  }
}

TEST(Admissible, WithSlackNoPointIsMissed) {
  const Beta one{1, 1.0};
  // Sums of up to two minimal vectors: all points of norm^2 up to 4, and some beyond.
  std::set<E8Point> near{E8Point{}};
  for (const E8Point& a : reference::e8_minimal_vectors()) {
    near.insert(a);
    for (const E8Point& b : reference::e8_minimal_vectors()) near.insert(a + b);
  }
  for (int k = 0; k < 40; ++k) {
    const double slack = std::array{0.25, 0.1, 1e-3, 0x1p-40}[k % 4];
    const BlockTarget x = target_of(some_values(k % 3));
    const ScaledTarget t(x, one);
    std::vector<E8Point> expected;
    const E8Point centre = reference::nearest_e8<Rational>(x.exact());
    for (const E8Point& s : near) {
      const E8Point y = centre + s;
      Block<double> v;
      for (std::size_t i = 0; i < 8; ++i) v[i] = x.rounded[i] - static_cast<double>(y.twice[i]) / 2;
      if (reach(v) - 1 > slack + 1e-9) continue;
      Block<Rational> difference = x.exact();
      for (std::size_t i = 0; i < 8; ++i) difference[i] -= Rational(y.twice[i], 2);
      if (reach_by_list(difference) - 1 <= reference::exact(slack)) expected.push_back(y);
    }
    std::vector<E8Point> points = nearest_points(t, slack);
    std::sort(points.begin(), points.end());
    EXPECT_EQ(points, expected) << k;
  }
}

TEST(Admissible, LeastPointsAreThoseOfTheEnumeration) {
  for (const Code q : {2, 3, 4, 14, 16, 1000}) {
    for (int k = 0; k < 40; ++k) {
      Block<Code> code;
      for (Code& c : code) c = static_cast<Code>(random_source() % static_cast<std::uint64_t>(q));
      std::vector<E8Point> points = least_points(code, q);
      std::sort(points.begin(), points.end());
      const E8Point member = reference::e8_point(code);
      Block<Rational> scaled;
      for (std::size_t i = 0; i < 8; ++i) scaled[i] = Rational(member.twice[i], 2 * q);
      std::vector<E8Point> expected;
      for (const E8Point& s : reference::all_nearest_e8(scaled).points) expected.push_back(member - q * s);
      std::sort(expected.begin(), expected.end());
      EXPECT_EQ(points, expected) << q;
    }
  }
}

TEST(Admissible, NearestOfClassIsFound) {
  const Beta beta{reference::exact(0.37), 0.37};
  for (int k = 0; k < 200; ++k) {
    const BlockTarget x = target_of(some_values(k % 3));
    const ScaledTarget t(x, beta);
    for (const E8Point& y : reference::all_nearest_e8(t.exact()).points)
      EXPECT_EQ(nearest_of_class(t, reference::voronoi_code(y, 3), 3), y);
  }
}

TEST(Product, IsTheFloatProduct) {
  for (int k = 0; k < 2000; ++k) {
    const auto factor = static_cast<float>(uniform(0.01, 3));
    const auto twice = static_cast<Code>(random_source() % 63) - 31;
    const Beta beta{reference::exact(static_cast<double>(factor)), static_cast<double>(factor)};
    const float product = factor * (static_cast<float>(twice) / 2);
    const auto is = [&](float value) {
      return is_product(static_cast<double>(value), beta, twice, Arithmetic::fp32, FloatFormat::f32);
    };
    EXPECT_TRUE(is(product));
    const double exact = beta.rounded * static_cast<double>(twice) / 2;  // 29 bits
    const auto distance = [&](float value) { return std::fabs(static_cast<double>(value) - exact); };
    for (const float direction : {-INFINITY, INFINITY}) {
      const float neighbour = std::nextafter(product, direction);
      if (twice != 0) {
        EXPECT_EQ(is(neighbour), distance(neighbour) == distance(product)) << exact;
      }
    }
    EXPECT_FALSE(
        is_product(static_cast<double>(product), beta, twice + 1, Arithmetic::fp32, FloatFormat::f32));
  }
}

TEST(Product, OfAPowerOfTwoOnlyItselfIsRight) {
  const Beta half{Rational(1, 2), 0.5};
  EXPECT_TRUE(is_product(0.5, half, 2, Arithmetic::fp32, FloatFormat::f32));
  for (const float direction : {0.0F, 1.0F})
    EXPECT_FALSE(is_product(static_cast<double>(std::nextafter(0.5F, direction)), half, 2, Arithmetic::fp32,
                            FloatFormat::f32));
  EXPECT_FALSE(is_product(0x1p-149, half, 0, Arithmetic::fp32, FloatFormat::f32));
}

TEST(Product, AllowsForWhatIsStoredMoreCoarsely) {
  const Beta third{reference::exact(1.0 / 3), 1.0 / 3};  // not a float32
  EXPECT_TRUE(is_product(static_cast<double>(1.0F / 3 * 3.5F), third, 7, Arithmetic::fp32, FloatFormat::f32));
  EXPECT_TRUE(is_product(1.0 / 3 * 3.5, third, 7, Arithmetic::fp64, FloatFormat::f64));
  EXPECT_FALSE(
      is_product(static_cast<double>(1.0F / 3 * 3.5F), third, 7, Arithmetic::fp64, FloatFormat::f64));
  EXPECT_TRUE(is_product(static_cast<double>(static_cast<float>(1.0 / 3 * 3.5)), third, 7, Arithmetic::fp64,
                         FloatFormat::f32));
  EXPECT_FALSE(is_product(1.0 / 3 * 3.5, third, 7, Arithmetic::exact, FloatFormat::f64));
  EXPECT_TRUE(is_product(1.1669921875, third, 7, Arithmetic::fp32, FloatFormat::f16));
  EXPECT_FALSE(is_product(1.166015625, third, 7, Arithmetic::fp32, FloatFormat::f16));
}

TEST(Product, AllowsForACoordinateOfMoreBits) {
  const Beta beta{Rational(3, 2), 1.5};
  const auto is = [&](double value, Code twice) {
    return is_product(value, beta, twice, Arithmetic::bf16, FloatFormat::f32);
  };
  EXPECT_TRUE(is(195, 259));  // 129.5 is not a bf16: 1.5 * 130
  EXPECT_FALSE(is(197, 259));
  EXPECT_TRUE(is(194, 258));
  EXPECT_FALSE(is(195, 258));
}

TEST(SquaredErrorTest, ComparesExactly) {
  for (int k = 0; k < 300; ++k) {
    const BlockTarget x = target_of(some_values(k % 3));
    const Beta one{1, 1.0};
    const Beta other = k % 2 == 0 ? one : Beta{reference::exact(1 + 0x1p-40), 1 + 0x1p-40};
    const E8Point y = reference::nearest_e8<double>(x.rounded);
    E8Point z = y + reference::e8_minimal_vectors()[random_source() % 240];
    if (k % 4 == 1) z = y;
    const SquaredError a(x, one, y);
    const SquaredError b(x, other, z);
    EXPECT_EQ(a.beside(b), side_of(a.exact() - b.exact())) << k;
    EXPECT_NEAR(a.rounded(), reference::approximate(a.exact()), 1e-12);
  }
}

TEST(SquaredErrorTest, TheBoundHoldsForFloatSums) {
  double largest = 0;
  for (int k = 0; k < 20000; ++k) {
    Block<double> values = some_values(0);
    for (double& v : values) v = static_cast<double>(static_cast<float>(v));
    const BlockTarget x = target_of(values);
    const auto factor = static_cast<float>(uniform(0.2, 1.5));
    const Beta beta{reference::exact(static_cast<double>(factor)), static_cast<double>(factor)};
    const E8Point y = reference::nearest_e8<double>(ScaledTarget(x, beta).rounded);
    float by_product = 0;
    float by_division = 0;
    for (std::size_t i = 8; i-- > 0;) {
      const auto half = static_cast<float>(y.twice[i]) / 2;
      const float e = static_cast<float>(values[i]) - factor * half;
      const float d = static_cast<float>(values[i]) * (1 / factor) - half;
      by_product += e * e;
      by_division += d * d;
    }
    by_division = by_division * (factor * factor);
    const SquaredError error(x, beta, y);
    const double exact = reference::approximate(error.exact());
    for (const float found : {by_product, by_division}) {
      const double share =
          std::fabs(static_cast<double>(found) - exact) / error.computed_error(Arithmetic::fp32);
      EXPECT_LE(share, 1);
      largest = std::max(largest, share);
    }
  }
  EXPECT_GT(largest, 0.05);  // the bound is not much larger than the errors that occur
}

}  // namespace
}  // namespace quantcheck::test
