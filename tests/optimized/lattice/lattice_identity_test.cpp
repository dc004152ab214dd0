// Lattice points and codes: they have the same bits on every target, for any number of threads and lattice
// blocks, in any alignment, in place and in parts.
#include <gtest/gtest.h>

#include <cfenv>
#include <cstring>

#include <quantcheck/optimized/e8.h>
#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/optimized/voronoi.h>
#include <quantcheck/tests/support/e8_blocks.h>
#include <quantcheck/tests/support/executions.h>
#include <quantcheck/tests/support/nested.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

const std::vector<float> betas{3.47F / 14, 4.74F / 14, 6.90F / 14, 18.11F / 14};

/// All results that are computed from some lattice blocks.
struct Results {
  std::vector<float> nearest, values;
  std::vector<std::int8_t> bytes;
  std::vector<std::int16_t> shorts;
  std::vector<std::uint8_t> code;
  Nested opt, first;

  Results(std::span<const float> x, int q, const Execution& execution)
      : nearest(x.size()), values(x.size()), bytes(x.size()), shorts(x.size()), code(x.size()) {
    nearest_e8(x, nearest, execution);
    voronoi_encode(x, q, betas[1], code, execution);
    voronoi_decode(code, q, bytes, execution);
    voronoi_decode(code, q, shorts, execution);
    opt = nested_codes(x, {q, betas}, BetaChoice::opt, execution);
    first = nested_codes(x, {q, betas}, BetaChoice::first, execution);
    nested_decode(opt.code, opt.beta_index, {q, betas}, values, execution);
  }

  bool same_bits(const Results& other) const {
    const auto same = [](const std::vector<float>& a, const std::vector<float>& b) {
      return a.size() == b.size() &&
             (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0);
    };
    return same(nearest, other.nearest) && same(values, other.values) && bytes == other.bytes &&
           shorts == other.shorts && code == other.code && opt == other.opt && first == other.first;
  }
};

class Blocks : public testing::TestWithParam<BlockKind> {};

TEST_P(Blocks, AreTheSameForEveryTargetAndNumber) {
  for (const Index blocks : {0, 1, 2, 7, 15, 16, 17, 31, 32, 33, 127, 129, 255, 257, 1000}) {
    const std::vector<float> x = e8_blocks(GetParam(), blocks, 3.0F, static_cast<std::uint64_t>(blocks));
    const Results expected(x, 14, executions().front());
    for (const Execution& execution : executions())
      EXPECT_TRUE(Results(x, 14, execution).same_bits(expected)) << blocks << ", " << describe(execution);
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, Blocks, testing::ValuesIn(all_block_kinds),
                         [](const auto& kind) { return name_of(kind.param); });

// There are more lattice blocks than one part for each thread.
TEST(LatticeIdentity, OfManyBlocks) {
  const std::vector<float> x = e8_blocks(BlockKind::spread, 5003, 2.0F, 21);
  const Results expected(x, 9, executions().front());
  for (const Execution& execution : executions())
    EXPECT_TRUE(Results(x, 9, execution).same_bits(expected)) << describe(execution);
}

TEST(LatticeIdentity, OfPartsOfAnArray) {
  const std::vector<float> x = e8_blocks(BlockKind::grained, 400, 3.0F, 22);
  for (const Execution& execution : executions()) {
    const Results whole(x, 14, execution);
    for (const Index begin : {0, 3, 17, 250})
      for (const Index blocks : {1, 16, 40, 150}) {
        const std::span<const float> some(x.data() + 8 * begin, static_cast<std::size_t>(8 * blocks));
        const Results part(some, 14, execution);
        EXPECT_TRUE(std::equal(part.nearest.begin(), part.nearest.end(), whole.nearest.begin() + 8 * begin));
        EXPECT_TRUE(std::equal(part.code.begin(), part.code.end(), whole.code.begin() + 8 * begin));
        EXPECT_TRUE(
            std::equal(part.opt.code.begin(), part.opt.code.end(), whole.opt.code.begin() + 8 * begin));
        EXPECT_TRUE(std::equal(part.first.overload.begin(), part.first.overload.end(),
                               whole.first.overload.begin() + begin));
        EXPECT_TRUE(std::equal(part.bytes.begin(), part.bytes.end(), whole.bytes.begin() + 8 * begin));
      }
  }
}

TEST(LatticeIdentity, AlignmentDoesNotMatter) {
  const Index blocks = 70;
  for (const BlockKind kind : {BlockKind::spread, BlockKind::zeros}) {
    const std::vector<float> x = e8_blocks(kind, blocks, 3.0F, 23);
    std::vector<float> expected(x.size());
    nearest_e8(x, expected);
    for (const Execution& execution : executions())
      for (Index offset = 0; offset < 17; ++offset) {
        std::vector<float> from(x.size() + 32), to(x.size() + 32, -7.0F);
        std::copy(x.begin(), x.end(), from.begin() + offset);
        const Index shift = (3 * offset) % 17;
        nearest_e8({from.data() + offset, x.size()}, {to.data() + shift, x.size()}, execution);
        EXPECT_TRUE(std::equal(expected.begin(), expected.end(), to.begin() + shift)) << offset;
        EXPECT_EQ(std::count(to.begin(), to.begin() + shift, -7.0F), shift);
        EXPECT_EQ(std::count(to.begin() + shift + std::ssize(x), to.end(), -7.0F), 32 - shift);
      }
  }
}

TEST(LatticeIdentity, InPlace) {
  for (const BlockKind kind : all_block_kinds)
    for (const Index blocks : {1, 16, 300, 5000}) {
      const std::vector<float> x = e8_blocks(kind, blocks, 3.0F, 24);
      std::vector<float> expected(x.size());
      nearest_e8(x, expected);
      for (const Execution& execution : executions()) {
        std::vector<float> y = x;
        nearest_e8(y, y, execution);
        EXPECT_EQ(y, expected) << name_of(kind) << ", " << blocks << ", " << describe(execution);
      }
    }
}

// There are so many lattice blocks that they are written past the caches.
TEST(LatticeIdentity, OfMoreThanCachesHold) {
  const Index blocks = (Index{16} << 20) / 32 + 37;
  const std::vector<float> few = e8_blocks(BlockKind::grained, 1009, 3.0F, 25);
  std::vector<float> expected_few(few.size());
  nearest_e8(few, expected_few);
  Buffer<float> x(8 * blocks), y(8 * blocks);
  for (Index k = 0; k < x.size(); ++k) x[k] = few[k % std::ssize(few)];
  for (const Target target : available_targets()) {
    if (target == Target::scalar) continue;
    std::fill_n(y.data(), y.size(), -7.0F);
    nearest_e8({x.data(), static_cast<std::size_t>(x.size())}, {y.data(), static_cast<std::size_t>(y.size())},
               {target, 2});
    Index different = 0;
    for (Index k = 0; k < y.size(); ++k) different += y[k] != expected_few[k % std::ssize(few)];
    EXPECT_EQ(different, 0) << name_of(target);
  }
}

TEST(LatticeIdentity, WhateverTheCallersRounding) {
  const std::vector<float> x = e8_blocks(BlockKind::nudged, 3000, 3.0F, 26);
  for (const Execution& execution : executions()) {
    const Results expected(x, 14, execution);
    for (const int mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
      std::fesetround(mode);
      const Results results(x, 14, execution);
      const int left = std::fegetround();
      std::fesetround(FE_TONEAREST);
      EXPECT_EQ(left, mode);
      EXPECT_TRUE(results.same_bits(expected)) << describe(execution);
    }
  }
}

// A hundred million codes are compared between two targets, and a part of them between all.
TEST(LatticeIdentity, OfAHundredMillionCodes) {
  const Index blocks = 1 << 16;
  std::vector<std::uint8_t> code(8 * blocks);
  std::vector<std::int16_t> expected(code.size()), twice(code.size());
  std::uint64_t state = 1;
  const std::vector<Target> targets = available_targets();
  for (int round = 0; round < (sanitized ? 3 : 1526); ++round) {
    const int q = 2 + round * 37 % 255;
    for (std::uint8_t& c : code) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      c = static_cast<std::uint8_t>((state >> 40) * static_cast<std::uint64_t>(q) >> 24);
    }
    voronoi_decode(code, q, expected, {targets.front(), 1});
    for (std::size_t k = 1; k < targets.size(); ++k) {
      if (targets[k] == Target::scalar && round % 100 != 0) continue;
      voronoi_decode(code, q, twice, {targets[k], 1});
      ASSERT_EQ(twice, expected) << "q " << q << ", " << name_of(targets[k]);
    }
  }
}

}  // namespace
}  // namespace quantcheck::test
