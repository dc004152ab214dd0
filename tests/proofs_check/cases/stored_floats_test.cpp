#include <quantcheck/proofs_check/cases/stored_floats.h>

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::test {
namespace {

using check::Doubles;
using check::StoredFloats;

// The numbers in a format, from an address that is `shift` bytes beyond an aligned one.
StoredFloats stored(const std::vector<double>& values, FloatFormat format, std::size_t shift) {
  const check::OwnedTensor tensor =
      check::float_tensor("x", {static_cast<Index>(values.size())}, values, format);
  const auto bytes = std::make_shared<std::vector<std::byte>>(shift);
  bytes->insert(bytes->end(), tensor.bytes.begin(), tensor.bytes.end());
  return {format, std::span(*bytes).subspan(shift), bytes};
}

const std::vector<double> numbers{0, -0.0, 1, -1.5, 0x1p-14, -0x1p-15, 0x1p-24, 96, 0.375, -2};

TEST(StoredFloats, AreReadInEveryFormatAndAtEveryAddress) {
  for (const FloatFormat format : {FloatFormat::f16, FloatFormat::bf16, FloatFormat::f32, FloatFormat::f64})
    for (std::size_t shift = 0; shift < 8; ++shift) {
      const StoredFloats x = stored(numbers, format, shift);
      ASSERT_EQ(x.size(), numbers.size());
      EXPECT_EQ(x.format(), format);
      for (std::size_t k = 0; k < numbers.size(); ++k) {
        EXPECT_EQ(x[static_cast<Index>(k)], numbers[k]);
        EXPECT_EQ(std::signbit(x[static_cast<Index>(k)]), std::signbit(numbers[k]));
      }
      EXPECT_EQ(x.values(), numbers);
      EXPECT_EQ(x.values(2, 3), (std::vector<double>{1, -1.5, 0x1p-14}));
      EXPECT_EQ(x, StoredFloats(numbers));
      const Doubles doubles(x);
      EXPECT_TRUE(std::equal(numbers.begin(), numbers.end(), doubles.data()));
    }
}

TEST(StoredFloats, OfSixteenBitsAreThoseOfTheReference) {
  std::vector<std::uint16_t> patterns(1 << 16);
  for (std::size_t k = 0; k < patterns.size(); ++k) patterns[k] = static_cast<std::uint16_t>(k);
  const auto bytes = std::as_bytes(std::span(patterns));
  for (const FloatFormat format : {FloatFormat::f16, FloatFormat::bf16}) {
    const StoredFloats x(format, bytes, nullptr);
    for (Index k = 0; k < std::ssize(patterns); ++k) {
      const auto expected = reference::finite_value(format, static_cast<std::uint64_t>(k));
      if (expected)
        ASSERT_EQ(x[k], *expected) << k;
      else
        ASSERT_FALSE(std::isfinite(x[k])) << k;
    }
  }
}

TEST(StoredFloats, AreCopiedOnlyWhereTheyAreNoDoublesInARow) {
  const StoredFloats aligned = stored(numbers, FloatFormat::f64, 0);
  ASSERT_TRUE(aligned.doubles_in_place());
  EXPECT_EQ(Doubles(aligned).data(), aligned.doubles_in_place()->data());
  const StoredFloats own(numbers);
  EXPECT_EQ(Doubles(own).data(), own.doubles_in_place()->data());
  EXPECT_FALSE(stored(numbers, FloatFormat::f64, 3).doubles_in_place());
  const StoredFloats floats = stored(numbers, FloatFormat::f32, 4);
  EXPECT_FALSE(floats.doubles_in_place());
  ASSERT_TRUE(floats.floats_in_place());
  EXPECT_EQ((*floats.floats_in_place())[3], -1.5F);
  EXPECT_FALSE(stored(numbers, FloatFormat::f32, 3).floats_in_place());
  EXPECT_FALSE(stored(numbers, FloatFormat::bf16, 0).floats_in_place());
}

TEST(StoredFloats, KeepTheirBytesAlive) {
  const Doubles doubles{stored(numbers, FloatFormat::f64, 0)};
  const StoredFloats copy = StoredFloats(stored(numbers, FloatFormat::f16, 1));
  EXPECT_EQ(doubles[3], -1.5);
  EXPECT_EQ(copy[3], -1.5);
}

TEST(StoredFloats, ChangeInOneCopyAlone) {
  StoredFloats x = stored(numbers, FloatFormat::f16, 0);
  const StoredFloats before = x;
  x.edit()[3] = 0.1;
  EXPECT_EQ(x[3], 0.1);
  EXPECT_EQ(x.format(), FloatFormat::f64);
  EXPECT_EQ(before[3], -1.5);
  const StoredFloats same = x;
  x.edit().push_back(7);
  EXPECT_EQ(x.size(), numbers.size() + 1);
  EXPECT_EQ(same.size(), numbers.size());
  EXPECT_FALSE(x == same);
}

TEST(StoredFloats, TellTheFirstThatIsNotFinite) {
  std::vector<double> many(300000, 1.0);
  EXPECT_EQ(check::first_infinite(many), std::ssize(many));
  many[299999] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(check::first_infinite(many), 299999);
  many[70000] = std::numeric_limits<double>::quiet_NaN();
  many[70001] = -std::numeric_limits<double>::infinity();
  EXPECT_EQ(check::first_infinite(many), 70000);
}

}  // namespace
}  // namespace quantcheck::test
