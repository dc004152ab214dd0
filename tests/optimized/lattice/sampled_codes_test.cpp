// A sample of codes, as large as one likes to wait for, is decoded as the exact reference decodes it. The
// variable QUANTCHECK_CODES gives the number of codes of eight coordinates; a hundred million take some
// minutes.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <quantcheck/optimized/voronoi.h>
#include <quantcheck/reference/lattice/voronoi_code.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

constexpr Index default_codes = 3'000'000;

Index codes_asked_for() {
  const char* words = std::getenv("QUANTCHECK_CODES");
  return words == nullptr ? default_codes : static_cast<Index>(std::stoll(words));
}

// All ratios but 2, 3 and 4 are sampled. Every code of those three is decoded in another test.
TEST(SampledCodes, DecodeAsTheReferenceSays) {
  constexpr Index blocks = 1 << 12;
  std::vector<std::uint8_t> code(8 * blocks);
  std::vector<std::int16_t> twice(code.size());
  std::uint64_t state = 1;
  const Index codes = codes_asked_for();
  Index decoded = 0;
  for (int q = 5; decoded < codes; q = q == max_byte_ratio ? 5 : q + 1, decoded += blocks) {
    for (std::uint8_t& c : code) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      c = static_cast<std::uint8_t>((state >> 40) * static_cast<std::uint64_t>(q) >> 24);
    }
    voronoi_decode(code, q, twice);
    for (Index b = 0; b < blocks; ++b) {
      reference::Block<Code> block;
      for (Index i = 0; i < 8; ++i) block[i] = code[8 * b + i];
      const reference::E8Point expected = reference::voronoi_point(block, q);
      ASSERT_TRUE(std::equal(expected.twice.begin(), expected.twice.end(), twice.begin() + 8 * b))
          << "q " << q << ", block " << b << " after " << decoded << " codes";
    }
  }
  std::printf("%td codes\n", decoded);
}

}  // namespace
}  // namespace quantcheck::test
