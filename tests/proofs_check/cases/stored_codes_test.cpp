#include <quantcheck/proofs_check/cases/stored_codes.h>

#include <gtest/gtest.h>

#include <limits>

#include <quantcheck/proofs_check/io/formats/tensor_values.h>

namespace quantcheck::test {
namespace {

using check::IntegerFormat;
using check::StoredCodes;
using reference::Codes;

// The codes as integers of a type, from an address that is `shift` bytes beyond an aligned one.
template <class Integer>
StoredCodes stored(const Codes& codes, IntegerFormat format, std::size_t shift) {
  const auto bytes = std::make_shared<std::vector<std::byte>>(shift);
  for (const Code code : codes.reshaped<Eigen::RowMajor>()) {
    const auto integer = static_cast<Integer>(code);
    const auto of_one = std::as_bytes(std::span(&integer, 1));
    bytes->insert(bytes->end(), of_one.begin(), of_one.end());
  }
  return {format, codes.rows(), codes.cols(), std::span(*bytes).subspan(shift), bytes};
}

template <class Integer>
void expect_read(IntegerFormat format) {
  Codes codes(2, 3);
  codes << 0, 1, 5, static_cast<Code>(std::numeric_limits<Integer>::max() / 2), 100,
      static_cast<Code>(std::numeric_limits<Integer>::min() / 2);
  for (std::size_t shift = 0; shift < 8; ++shift) {
    const StoredCodes x = stored<Integer>(codes, format, shift);
    EXPECT_EQ(x.rows(), 2);
    EXPECT_EQ(x.cols(), 3);
    for (Index row = 0; row < 2; ++row)
      for (Index column = 0; column < 3; ++column) EXPECT_EQ(x(row, column), codes(row, column));
    EXPECT_EQ(x.row(1), (std::vector<Code>{codes(1, 0), codes(1, 1), codes(1, 2)}));
    EXPECT_EQ(x.matrix(), codes);
    EXPECT_EQ(x, StoredCodes(codes));
  }
}

TEST(StoredCodes, AreReadInEveryFormatAndAtEveryAddress) {
  expect_read<std::uint8_t>(IntegerFormat::u8);
  expect_read<std::int8_t>(IntegerFormat::i8);
  expect_read<std::uint16_t>(IntegerFormat::u16);
  expect_read<std::int16_t>(IntegerFormat::i16);
  expect_read<std::uint32_t>(IntegerFormat::u32);
  expect_read<std::int32_t>(IntegerFormat::i32);
  expect_read<std::uint64_t>(IntegerFormat::u64);
  expect_read<std::int64_t>(IntegerFormat::i64);
}

TEST(StoredCodes, ChangeInOneCopyAlone) {
  Codes codes(1, 2);
  codes << 3, -4;
  StoredCodes x = stored<std::int8_t>(codes, IntegerFormat::i8, 1);
  const StoredCodes before = x;
  x.edit()(0, 1) = 1000;
  EXPECT_EQ(x(0, 1), 1000);
  EXPECT_EQ(before(0, 1), -4);
  const StoredCodes same = x;
  x.edit().resize(2, 2);
  EXPECT_EQ(x.rows(), 2);
  EXPECT_EQ(same.rows(), 1);
  EXPECT_FALSE(x == same);
}

TEST(StoredCodes, TellTheLeastAndTheGreatest) {
  const std::vector<std::int32_t> codes{3, -70000, 12, 70000, 5, 6};
  const StoredCodes x = check::stored_codes(2, 3, codes);
  EXPECT_EQ(x(0, 1), -70000);
  EXPECT_EQ(x(1, 0), 70000);
  const auto [least, greatest] = check::extremes(x);
  EXPECT_EQ(least, -70000);
  EXPECT_EQ(greatest, 70000);
}

// A tensor that says who keeps its bytes is not copied.
TEST(StoredCodes, ShareTheBytesOfATensor) {
  const auto bytes = std::make_shared<std::vector<std::byte>>(6, std::byte{7});
  const check::TensorView view{"codes", check::Dtype::i8, {2, 3}, *bytes, "", "", bytes};
  const StoredCodes shared = check::stored_codes(view);
  (*bytes)[4] = std::byte{9};
  EXPECT_EQ(shared(1, 1), 9);
  const check::TensorView unowned{"codes", check::Dtype::i8, {2, 3}, *bytes};
  const StoredCodes copied = check::stored_codes(unowned);
  (*bytes)[4] = std::byte{8};
  EXPECT_EQ(copied(1, 1), 9);
}

}  // namespace
}  // namespace quantcheck::test
