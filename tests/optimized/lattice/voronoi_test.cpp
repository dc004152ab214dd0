// Voronoi codes and their points: they are those of the exact reference.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <quantcheck/optimized/voronoi.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/lattice/voronoi_code.h>
#include <quantcheck/tests/support/e8_blocks.h>
#include <quantcheck/tests/support/refusal.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;
using reference::Block;
using reference::Rational;

using Bytes = std::vector<std::uint8_t>;

Block<Code> code_at(const Bytes& code, Index b) {
  Block<Code> block;
  for (Index i = 0; i < 8; ++i) block[i] = code[8 * b + i];
  return block;
}

void expect_the_references_points(const Bytes& code, int q) {
  std::vector<std::int16_t> twice(code.size());
  voronoi_decode(code, q, twice);
  for (Index b = 0; b < std::ssize(code) / 8; ++b) {
    const reference::E8Point expected = reference::voronoi_point(code_at(code, b), q);
    for (Index i = 0; i < 8; ++i)
      ASSERT_EQ(twice[8 * b + i], expected.twice[i]) << "q " << q << ", block " << b << ", value " << i;
  }
  if (q > max_byte_point_ratio) return;
  std::vector<std::int8_t> bytes(code.size());
  voronoi_decode(code, q, bytes);
  EXPECT_EQ(std::vector<std::int16_t>(bytes.begin(), bytes.end()), twice) << "q " << q;
}

Bytes random_codes(Dice& dice, Index blocks, int q) {
  Bytes code(static_cast<std::size_t>(8 * blocks));
  for (std::uint8_t& c : code) c = static_cast<std::uint8_t>(dice.below(q));
  return code;
}

TEST(VoronoiDecode, EveryCodeOfSmallRatios) {
  for (const int q : {2, 3, 4}) {
    const auto codes = static_cast<Index>(std::pow(q, 8));
    Bytes code;
    for (Index k = 0; k < codes; ++k)
      for (Index i = 0, rest = k; i < 8; ++i, rest /= q) code.push_back(static_cast<std::uint8_t>(rest % q));
    expect_the_references_points(code, q);
  }
}

TEST(VoronoiDecode, SomeCodesOfEveryRatio) {
  Dice dice(1);
  for (int q = 2; q <= max_byte_ratio; ++q)
    expect_the_references_points(random_codes(dice, sanitized ? 65 : 400, q), q);
}

// Codes at the extremes of each coordinate come nearest to what sixteen bits hold.
TEST(VoronoiDecode, CodesOfZerosAndOfTheGreatest) {
  for (const int q : {2, 3, 63, 64, 127, 128, 255, 256}) {
    Bytes code;
    for (Index k = 0; k < 256; ++k)
      for (Index i = 0; i < 8; ++i) code.push_back(static_cast<std::uint8_t>((k >> i & 1) * (q - 1)));
    expect_the_references_points(code, q);
  }
}

TEST(VoronoiDecode, RefusesWhatIsNoCode) {
  for (const Index b : {0, 31, 32, 69}) {
    Bytes code(8 * 70);
    code[8 * b + 3] = 14;
    if (b < 69) code[8 * 69] = 200;
    const std::string place = "block " + std::to_string(b) + ", value 3";
    std::vector<std::int8_t> bytes(code.size());
    std::vector<std::int16_t> shorts(code.size());
    expect_refusal({place.c_str(), "14"}, [&] { voronoi_decode(code, 14, bytes); });
    expect_refusal({place.c_str(), "14"}, [&] { voronoi_decode(code, 14, shorts); });
  }
}

TEST(VoronoiDecode, RefusesRatiosAndSizes) {
  const Bytes code(16);
  std::vector<std::int8_t> bytes(16);
  std::vector<std::int16_t> shorts(16), few(8);
  for (const int q : {1, 0, -3, 64}) expect_refusal({"ratio"}, [&] { voronoi_decode(code, q, bytes); });
  for (const int q : {1, 257}) expect_refusal({"ratio"}, [&] { voronoi_decode(code, q, shorts); });
  expect_refusal({"16 values, 8"}, [&] { voronoi_decode(code, 3, few); });
}

// The quotients x / beta rounded to float, as the encoder divides.
std::vector<float> quotients(const std::vector<float>& x, float beta) {
  std::vector<float> result = x;
  for (float& value : result) value /= beta;
  return result;
}

void expect_the_references_codes(const std::vector<float>& x, int q, float beta) {
  Bytes code(x.size());
  voronoi_encode(x, q, beta, code);
  const std::vector<float> scaled = quotients(x, beta);
  for (Index b = 0; b < std::ssize(x) / 8; ++b) {
    const reference::E8Point nearest = reference::nearest_e8<Rational>(exact_block(scaled, b));
    ASSERT_EQ(code_at(code, b), reference::voronoi_code(nearest, q))
        << "q " << q << ", beta " << beta << ", block " << b;
  }
}

TEST(VoronoiEncode, CodesOfEveryKindOfBlock) {
  Dice dice(2);
  for (const BlockKind kind : all_block_kinds)
    for (int round = 0; round < (sanitized ? 8 : 30); ++round) {
      const int q = static_cast<int>(round % 2 == 0 ? dice.between(2, 16) : dice.between(2, 256));
      const float size = std::ldexp(1.0F, static_cast<int>(dice.between(0, 17)));
      const float beta = dice.pick({1.0F, 0.5F, 0.25F, 0.3F, 4.74F / 14, 1.7F});
      expect_the_references_codes(e8_blocks(kind, 50, size, static_cast<std::uint64_t>(round)), q, beta);
    }
}

TEST(VoronoiEncode, CodesUpToTheLimit) {
  for (const int q : {2, 3, 7, 14, 100, 255, 256}) {
    std::vector<float> x = e8_blocks(BlockKind::spread, 100, 3.0F, 3);
    const float top = std::nextafter(0x1p21F, 0.0F);
    for (std::size_t k = 0; k < x.size(); ++k)
      x[k] = std::min(top, std::max(-top, x[k] + (k % 3 == 0 ? -0x1p21F : 0x1p21F)));
    expect_the_references_codes(x, q, 1.0F);
  }
}

TEST(VoronoiEncode, RefusesWhatFloatsCannotPlace) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  for (const float odd :
       {0x1p19F, -0x1p20F, 3e38F, infinity, -infinity, std::numeric_limits<float>::quiet_NaN()})
    for (const Index b : {0, 15, 127, 128, 140}) {
      std::vector<float> x = e8_blocks(BlockKind::spread, 141, 4.0F, 4);
      x[8 * b + 5] = odd;
      if (b < 140) x[8 * 140] = odd;
      Bytes code(x.size());
      const std::string place = "block " + std::to_string(b) + ", value 5";
      expect_refusal({place.c_str(), "0.25", "2^21"}, [&] { voronoi_encode(x, 14, 0.25F, code); });
    }
}

TEST(VoronoiEncode, RefusesRatiosBetasAndSizes) {
  const std::vector<float> x(16);
  Bytes code(16), few(8);
  for (const int q : {1, 257}) expect_refusal({"ratio"}, [&] { voronoi_encode(x, q, 1.0F, code); });
  for (const float beta :
       {0.0F, -1.0F, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()})
    expect_refusal({"beta 0", "positive"}, [&] { voronoi_encode(x, 14, beta, code); });
  expect_refusal({"16 values, 8"}, [&] { voronoi_encode(x, 14, 1.0F, few); });
}

}  // namespace
}  // namespace quantcheck::test
