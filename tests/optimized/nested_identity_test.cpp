// Rotations and products: they have the same bits on every target, with and without VNNI, for any number of
// threads, wherever the rows lie and whatever they are multiplied with.
#include <gtest/gtest.h>

#include <cstring>

#include <quantcheck/optimized/hadamard.h>
#include <quantcheck/optimized/kernels/nested/jobs.h>
#include <quantcheck/optimized/nested_product.h>
#include <quantcheck/optimized/target.h>
#include <quantcheck/tests/support/executions.h>
#include <quantcheck/tests/support/plain_nested.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

bool same(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

TEST(NestedIdentity, OfRotations) {
  check::Dice dice(1);
  for (const Index n : {1, 8, 16, 128, 2048, 8192, 12, 96, 384, 80, 56, 896, 216, 3456, 172, 2752}) {
    const Index rows = 37;
    std::vector<float> x(rows * n);
    for (float& value : x)
      value = dice.pick({0.0F, -0.0F, 0x1p-149F, 0x1p-120F, static_cast<float>(dice.between(-999, 999)) / 7});
    std::vector<std::vector<float>> results;
    for (const Execution& execution : executions())
      for (const Index offset : {0, 3}) {
        std::vector<float> y(offset + rows * n), normalised(rows * n);
        rotate_rows({x.data(), rows, n, n}, {y.data() + offset, rows, n, n}, execution);
        y.erase(y.begin(), y.begin() + offset);
        const std::vector<float> norms =
            normalise_rows({x.data(), rows, n, n}, {normalised.data(), rows, n, n}, execution);
        y.insert(y.end(), normalised.begin(), normalised.end());
        y.insert(y.end(), norms.begin(), norms.end());
        results.push_back(y);
        EXPECT_TRUE(same(results.front(), y)) << n << ' ' << describe(execution);
      }
  }
}

TEST(NestedIdentity, OfProducts) {
  check::Dice dice(2);
  for (const Code q : {14, 16, 29, 256})
    for (const Index cols : {9, 264, 1000}) {
      const NestedMatrix x = random_codes(dice, dice.pick<Index>({1, 7, 130, 257}), cols, q, 4);
      const NestedMatrix w =
          random_codes(dice, dice.pick<Index>({1, 100, 200}), cols, dice.pick<Code>({14, q}), 6);
      std::vector<float> first;
      for (const Execution& execution : executions())
        for (const Index gap : {0, 5}) {
          const Index stride = w.rows() + gap;
          std::vector<float> padded(x.rows() * stride), y;
          multiply(x, w, {padded.data(), x.rows(), w.rows(), stride}, execution);
          for (Index r = 0; r < x.rows(); ++r)
            y.insert(y.end(), padded.begin() + r * stride, padded.begin() + r * stride + w.rows());
          if (first.empty()) first = y;
          EXPECT_TRUE(same(first, y)) << q << ' ' << cols << ' ' << describe(execution);
        }
      // A row that is packed alone gives the products that it gives among others.
      std::vector<float> y(w.rows());
      const PackedBytes bytes = x.bytes();
      const Index r = x.rows() - 1;
      const auto row = [&](const std::vector<std::uint8_t>& all) {
        const Index size = std::ssize(all) / x.rows();
        return std::span(all).subspan(static_cast<std::size_t>(r * size), static_cast<std::size_t>(size));
      };
      const NestedMatrix alone =
          NestedMatrix::from_bytes(1, cols, x.scheme(), row(bytes.codes), row(bytes.indices), {x.norms()[r]});
      multiply(alone, w, {y.data(), 1, w.rows(), w.rows()});
      EXPECT_TRUE(same({first.begin() + r * w.rows(), first.end()}, y));
    }
}

#ifdef __x86_64__
// Inner products of arbitrary bytes, which are unsigned on the left and signed on the right.
TEST(NestedIdentity, OfInnerProductsWithAndWithoutVnni) {
  if (!available(Target::avx512) || !__builtin_cpu_supports("avx512vnni")) GTEST_SKIP() << "no AVX-512 VNNI";
  check::Dice dice(3);
  const Index blocks = 7;
  std::vector<std::uint32_t> left(blocks * 128), right(blocks * 128);
  for (std::uint32_t& word : left)
    word = static_cast<std::uint32_t>(dice.below(Index{1} << 32)) | (dice.chance(20) ? ~0U : 0U);
  for (std::uint32_t& word : right)
    word = dice.chance(20) ? 0x80808080U : static_cast<std::uint32_t>(dice.below(Index{1} << 32));
  std::vector<float> scale(blocks * 64, 1.0F);
  std::vector<std::vector<float>> all;
  std::vector<std::vector<std::uint32_t>> corrections;
  for (const NestedKernels* kernels : {&nested_kernels_avx512(), &nested_kernels_avx512_vnni(),
                                       &nested_kernels_avx2(), &nested_kernels_scalar()}) {
    std::vector<std::uint32_t>& correction = corrections.emplace_back(blocks * 64);
    kernels->correct({right.data(), scale.data()}, blocks, correction.data());
    std::vector<float>& sums = all.emplace_back(64 * 64, 0.0F);
    kernels->multiply_bytes({{left.data(), scale.data()},
                             {right.data(), scale.data()},
                             correction.data(),
                             blocks,
                             64,
                             sums.data()});
    EXPECT_EQ(correction, corrections.front());
    EXPECT_TRUE(same(sums, all.front()));
  }
}
#endif

}  // namespace
}  // namespace quantcheck::test
