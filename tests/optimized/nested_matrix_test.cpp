// Packed codes: their layout, how they are unpacked, and bytes that are refused.
#include <quantcheck/optimized/nested_matrix.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <quantcheck/tests/support/plain_nested.h>
#include <quantcheck/tests/support/refusal.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

using Bytes = std::vector<std::uint8_t>;

TEST(NestedMatrix, LiesAsDocumented) {
  const Bytes codes{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 15, 0};
  const PackedBytes four = NestedMatrix::pack(1, 9, {16, {1, 2, 3, 4}}, codes, Bytes{1, 3}, {1.0F}).bytes();
  EXPECT_EQ(four.codes, (Bytes{0x21, 0x43, 0x65, 0x87, 0xa9, 0xcb, 0x0d, 0x0f}));
  EXPECT_EQ(four.indices, (Bytes{0x0d, 0, 0, 0}));
  const PackedBytes eight =
      NestedMatrix::pack(1, 9, {17, {1, 2, 3, 4, 5}}, codes, Bytes{1, 4}, {1.0F}).bytes();
  EXPECT_EQ(eight.codes, codes);
  EXPECT_EQ(eight.indices, (Bytes{0x41, 0, 0, 0}));
}

TEST(NestedMatrix, TakesSoManyBytes) {
  check::Dice dice(1);
  const PackedBytes bytes = random_codes(dice, 3, 8 * 17, 14, 4).bytes();
  EXPECT_EQ(bytes.codes.size(), 3U * 17 * 4);
  EXPECT_EQ(bytes.indices.size(), 3U * 2 * 4);
  const PackedBytes wide = random_codes(dice, 3, 8 * 17, 200, 5).bytes();
  EXPECT_EQ(wide.codes.size(), 3U * 17 * 8);
  EXPECT_EQ(wide.indices.size(), 3U * 3 * 4);
}

TEST(NestedMatrix, ComesBack) {
  check::Dice dice(2);
  for (const Code q : {2, 3, 15, 16, 17, 100, 255, 256})
    for (const Index betas : {1, 2, 3, 4, 5, 16})
      for (const Index cols : {1, 8, 9, 127, 128, 129, 300}) {
        const Index rows = 3;
        const Index blocks = (cols + 7) / 8;
        Bytes codes(rows * blocks * 8), indices(rows * blocks);
        for (std::uint8_t& code : codes) code = static_cast<std::uint8_t>(dice.below(q));
        for (std::uint8_t& index : indices) index = static_cast<std::uint8_t>(dice.below(betas));
        ScaledCodes<float> scheme{q, {}};
        for (Index p = 0; p < betas; ++p) scheme.beta.push_back(static_cast<float>(p + 1));
        const std::vector<float> norms{0, 1, 2};
        const NestedMatrix packed = NestedMatrix::pack(rows, cols, scheme, codes, indices, norms);
        const PackedBytes bytes = packed.bytes();
        const NestedMatrix again =
            NestedMatrix::from_bytes(rows, cols, scheme, bytes.codes, bytes.indices, norms);
        EXPECT_EQ(again.bytes().codes, bytes.codes);
        EXPECT_EQ(again.bytes().indices, bytes.indices);
        for (Index row = 0; row < rows; ++row)
          for (Index block = 0; block < blocks; ++block) {
            ASSERT_EQ(again.index(row, block), indices[row * blocks + block]);
            for (Index i = 8 * block; i < 8 * block + 8; ++i)
              ASSERT_EQ(again.code(row, i), codes[row * blocks * 8 + i]);
          }
      }
}

void expect_refused(Index rows, Index cols, const ScaledCodes<float>& scheme, const Bytes& codes,
                    const Bytes& indices, const std::vector<float>& norms, const std::string& why) {
  try {
    NestedMatrix::from_bytes(rows, cols, scheme, codes, indices, norms);
    FAIL() << "taken: " << why;
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find(why), std::string::npos) << error.what();
  }
}

TEST(NestedMatrix, HostileBytesAreRefused) {
  const ScaledCodes<float> scheme{14, {1, 2, 3}};
  const Bytes codes(8, 0x11), indices(4, 0);
  const std::vector<float> norms{1};
  NestedMatrix::from_bytes(1, 16, scheme, codes, indices, norms);

  Bytes bad = codes;
  bad[5] = 0xe1;
  expect_refused(1, 16, scheme, bad, indices, norms, "row 0, column 11 is 14");
  bad[5] = 0x1f;
  expect_refused(1, 16, scheme, bad, indices, norms, "row 0, column 10 is 15");
  expect_refused(1, 16, scheme, codes, {0x0c, 0, 0, 0}, norms, "block 1: beta 3 of 3");
  expect_refused(1, 16, scheme, codes, {0x10, 0, 0, 0}, norms, "beyond the last block");
  expect_refused(1, 16, scheme, codes, {0, 0, 0, 0x80}, norms, "beyond the last block");
  expect_refused(1, 16, scheme, Bytes(7), indices, norms, "7 bytes, 8 are needed");
  expect_refused(1, 16, scheme, Bytes(12), indices, norms, "12 bytes");
  expect_refused(1, 16, scheme, {}, indices, norms, "0 bytes");
  expect_refused(1, 16, scheme, codes, Bytes(8), norms, "8 bytes, 4 are needed");
  expect_refused(1, 16, scheme, codes, indices, {}, "0 norms");
  expect_refused(1, 16, scheme, codes, indices, {1, 2}, "2 norms");
  for (const float norm : {-1.0F, -0.0F, std::numeric_limits<float>::infinity(), std::nanf("")})
    expect_refused(1, 16, scheme, codes, indices, {norm}, "the norm of row 0");
  expect_refused(0, 16, scheme, {}, {}, {}, "0 x 16");
  expect_refused(1, 0, scheme, {}, {}, norms, "1 x 0");
  const Index large = std::numeric_limits<Index>::max();
  for (const Index other : {Index{1}, Index{2}, large / 8, large}) {
    expect_refused(large, other, scheme, codes, indices, norms, "a matrix that is");
    expect_refused(other, large, scheme, codes, indices, norms, "a matrix that is");
  }
  expect_refused(Index{1} << 30, Index{1} << 30, scheme, codes, indices, norms, "a matrix that is");
  expect_refused(Index{1} << 20, Index{1} << 20, scheme, codes, indices, norms, "norms");
}

TEST(NestedMatrix, OtherSchemesAreRefused) {
  const Bytes codes(4, 0), indices(4, 0);
  const auto refused = [&](Code q, std::vector<float> betas, const char* why) {
    expect_refused(1, 8, {q, std::move(betas)}, codes, indices, {1}, why);
  };
  for (const Code q : {-1, 0, 1, 257, 1 << 20}) refused(q, {1}, "nesting ratio");
  refused(14, {}, "0 betas");
  refused(14, std::vector<float>(17, 1.0F), "17 betas");
  for (const std::vector<float>& betas : {std::vector<float>{0},
                                          {-1},
                                          {1, 1},
                                          {2, 1},
                                          {std::nanf("")},
                                          {1, std::nanf("")},
                                          {INFINITY},
                                          {0x1p-41F},
                                          {0x1p41F}})
    refused(14, betas, "ascend");
}

TEST(NestedMatrix, CodesOutOfRangeAreNotPacked) {
  const auto pack = [](std::uint8_t code, std::uint8_t index) {
    NestedMatrix::pack(1, 3, {14, {1, 2}}, Bytes{0, 0, 0, 0, 0, 0, 0, code}, Bytes{index}, {1});
  };
  pack(13, 1);
  EXPECT_THROW(pack(14, 1), Error);
  EXPECT_THROW(pack(255, 1), Error);
  EXPECT_THROW(pack(13, 2), Error);
  Bytes codes(3 * 16), indices(3 * 2);
  const auto pack_rows = [&] { NestedMatrix::pack(3, 12, {14, {1, 2}}, codes, indices, {1, 1, 1}); };
  codes[16 + 9] = 14;
  expect_refusal({"row 1, column 9", "14"}, pack_rows);
  codes[16 + 9] = 13;
  indices[2 * 2 + 1] = 2;
  expect_refusal({"row 2, block 1", "beta 2 of 2"}, pack_rows);
  EXPECT_THROW(NestedMatrix::pack(1, 3, {14, {1}}, Bytes(3), Bytes(1), {1}), Error);
  EXPECT_THROW(NestedMatrix::pack(1, 3, {14, {1}}, Bytes(8), Bytes(2), {1}), Error);
}

}  // namespace
}  // namespace quantcheck::test
