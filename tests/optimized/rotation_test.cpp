// Rotations: compared bit for bit with the specification, and within the bound with exact ones.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <quantcheck/optimized/hadamard.h>
#include <quantcheck/reference/nestquant/hadamard.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/norm.h>
#include <quantcheck/tests/support/plain_nested.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using reference::exact;
using reference::Rational;

std::vector<float> random_values(check::Dice& dice, Index count) {
  std::vector<float> values(count);
  for (float& value : values)
    value = std::ldexp(static_cast<float>(dice.between(-1'000'000, 1'000'000)),
                       static_cast<int>(dice.between(-40, -10)));
  return values;
}

void expect_same(const std::vector<float>& expected, const float* actual) {
  for (Index i = 0; i < std::ssize(expected); ++i) ASSERT_EQ(expected[i], actual[i]) << i;
}

// Rows with NaN between them, which nothing may read or overwrite.
struct Rows {
  Rows(check::Dice& dice, Index rows_, Index n_, Index gap)
      : rows(rows_),
        n(n_),
        stride(n_ + gap),
        values(rows_ * stride, std::numeric_limits<float>::quiet_NaN()) {
    for (Index row = 0; row < rows; ++row) {
      const std::vector<float> one = random_values(dice, n);
      std::copy(one.begin(), one.end(), values.begin() + row * stride);
    }
  }
  MatrixView<float> view() { return {values.data(), rows, n, stride}; }
  MatrixView<const float> const_view() const { return {values.data(), rows, n, stride}; }
  std::vector<float> row(Index r) const {
    return {values.begin() + r * stride, values.begin() + r * stride + n};
  }

  Index rows, n, stride;
  std::vector<float> values;
};

class Rotations : public testing::TestWithParam<Index> {};
class SmallRotations : public testing::TestWithParam<Index> {};  // exact arithmetic takes long

TEST_P(Rotations, AreAsSpecified) {
  const Index n = GetParam();
  check::Dice dice(static_cast<std::uint64_t>(n));
  const Rows x(dice, 3, n, 5);
  Rows y(dice, 3, n, 2);
  const float scale = static_cast<float>(1 / std::sqrt(static_cast<double>(n)));
  rotate_rows(x.const_view(), y.view());
  for (Index row = 0; row < 3; ++row) {
    expect_same(plain_rotation(x.row(row), scale, false), y.values.data() + row * y.stride);
    for (Index gap = n; gap < y.stride; ++gap) ASSERT_TRUE(std::isnan(y.values[row * y.stride + gap]));
  }
  Rows in_place = x;
  rotate_rows(in_place.const_view(), in_place.view());
  for (Index row = 0; row < 3; ++row) EXPECT_EQ(in_place.row(row), y.row(row));

  const std::vector<float> norms = normalise_rows(x.const_view(), y.view());
  for (Index row = 0; row < 3; ++row)
    expect_same(plain_rotation(x.row(row), norms[row], true), y.values.data() + row * y.stride);
}

TEST_P(SmallRotations, AreWithinTheirBoundOfExactOnes) {
  const Index n = GetParam();
  check::Dice dice(static_cast<std::uint64_t>(n) + 1);
  const Rows x(dice, 1, n, 0);
  Rows y(dice, 1, n, 0);
  reference::Vector<Rational> values(n);
  Rational size = 0;
  for (Index i = 0; i < n; ++i) {
    values(i) = exact(static_cast<double>(x.values[i]));
    size += abs(values(i));
  }
  const auto rotated = reference::times_hadamard(reference::hadamard(n), values);
  const Index base = reference::hadamard_base(n);
  Index depth = base > 1 ? 1 + base / 4 : 0;
  for (Index power = n / base; power > 1; power /= 2) ++depth;
  const auto growth = [](Index operations) {
    Rational result = 1;
    for (Index k = 0; k < operations; ++k) result *= 1 + exact(0x1p-24);
    return Rational(result - 1);
  };
  // y sqrt(n) is the result of rotating and dividing by 1, and sqrt(n) is between these two numbers.
  const double root = std::sqrt(static_cast<double>(n));
  rotate_rows(x.const_view(), y.view());
  for (Index i = 0; i < n; ++i) {
    const Rational actual = exact(static_cast<double>(y.values[i]));
    const Rational error = abs(Rational(actual * exact(root) - rotated(i)));
    ASSERT_LE(error, growth(depth + 2) * size + abs(actual) * exact(root * 0x1p-51) + exact(root * 0x1p-149))
        << i;
  }
  const float norm = normalise_rows(x.const_view(), y.view()).front();
  const float nearest = reference::norm_of(values);
  EXPECT_TRUE(norm == nearest || norm == std::nextafter(nearest, 0.0F) ||
              norm == std::nextafter(nearest, INFINITY));
  for (Index i = 0; i < n; ++i) {
    const Rational actual = exact(static_cast<double>(y.values[i]));
    const Rational of_norm = exact(static_cast<double>(norm));
    ASSERT_LE(abs(Rational(actual * of_norm - rotated(i))),
              growth(depth + 1) * size + of_norm * exact(0x1p-150))
        << i;
  }
}

// Base matrices with Sylvester's part of every kind: none, less than a vector, one vector, one pass, several.
INSTANTIATE_TEST_SUITE_P(Sizes, Rotations,
                         testing::Values(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, 8192, 65536, 12,
                                         24, 48, 96, 192, 384, 6144, 20, 40, 320, 640, 28, 56, 448, 896,
                                         14336, 108, 216, 1728, 172, 344, 1376, 2752),
                         testing::PrintToStringParamName());

INSTANTIATE_TEST_SUITE_P(Sizes, SmallRotations,
                         testing::Values(1, 2, 8, 16, 64, 256, 512, 12, 48, 192, 384, 20, 160, 28, 448, 108,
                                         216, 172, 344),
                         testing::PrintToStringParamName());

// The rows do not fit the caches. They are written past them, many rows to a task.
TEST(Rotation, OfManyRows) {
  const Index n = 4096;
  const Index rows = sanitized ? 40 : 2100;
  check::Dice dice(7);
  Buffer<float> x(rows * n), y(rows * n);
  for (Index i = 0; i < rows * n; ++i) x[i] = static_cast<float>(i * 7919 % 1013) - 506;
  rotate_rows({x.data(), rows, n, n}, {y.data(), rows, n, n});
  for (const Index row : {Index{0}, Index{15}, Index{16}, rows / 2, rows - 1})
    expect_same(plain_rotation({x.data() + row * n, x.data() + (row + 1) * n}, 1.0F / 64, false),
                y.data() + row * n);
}

TEST(Rotation, OfARowOfZerosIsZero) {
  const std::vector<float> x{0, 0, -0.0F, 0, 3, 0, 4, 0};
  std::vector<float> y(8, 1.0F);
  EXPECT_EQ(normalise_rows({x.data(), 2, 4, 4}, {y.data(), 2, 4, 4}), (std::vector<float>{0, 5}));
  EXPECT_EQ(y, (std::vector<float>{0, 0, 0, 0, 1.4F, 1.4F, -0.2F, -0.2F}));
}

std::string refusal_of(std::vector<float> x, Index rows, bool normalise) {
  const Index n = std::ssize(x) / rows;
  std::vector<float> y(x.size());
  try {
    if (normalise)
      normalise_rows({x.data(), rows, n, n}, {y.data(), rows, n, n});
    else
      rotate_rows({x.data(), rows, n, n}, {y.data(), rows, n, n});
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Rotation, RefusesWhatIsNotFinite) {
  const float most = std::numeric_limits<float>::max();
  for (const Index n : {2, 16, 24, 512, 4096})
    for (const float odd :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -INFINITY})
      for (const Index at : {n, n + n / 2, 3 * n - 1}) {
        std::vector<float> x(3 * n, 1.0F);
        x[at] = odd;
        const std::string row = "row " + std::to_string(at / n) + " ";
        EXPECT_EQ(refusal_of(x, 3, false).substr(0, 6), row) << n;
        EXPECT_EQ(refusal_of(x, 3, true).substr(0, 6), row) << n;
      }
  EXPECT_NE(refusal_of(std::vector<float>(16, most), 1, false), "");
  EXPECT_NE(refusal_of(std::vector<float>(16, most), 1, true), "");
  EXPECT_EQ(refusal_of(std::vector<float>(16, most / 16), 1, false), "");
  EXPECT_EQ(refusal_of(std::vector<float>(16, 0x1p-149F), 1, true), "");
}

TEST(Rotation, RefusesShapes) {
  std::vector<float> x(64), y(64);
  const auto refused = [&](MatrixView<const float> from, MatrixView<float> to) {
    EXPECT_THROW(rotate_rows(from, to), Error);
    EXPECT_THROW(normalise_rows(from, to), Error);
  };
  for (const Index n : {0, 3, 6, 36}) refused({x.data(), 1, n, n}, {y.data(), 1, n, n});
  refused({x.data(), 2, 8, 7}, {y.data(), 2, 8, 8});
  refused({x.data(), 2, 8, 8}, {y.data(), 2, 8, 7});
  refused({x.data(), 2, 8, 8}, {y.data(), 3, 8, 8});
  refused({x.data(), 0, 8, 8}, {y.data(), 0, 8, 8});
  refused({nullptr, 2, 8, 8}, {y.data(), 2, 8, 8});
  refused({x.data(), 2, 8, 8}, {x.data(), 2, 8, 16});
}

}  // namespace
}  // namespace quantcheck::test
