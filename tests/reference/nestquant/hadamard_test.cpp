#include <quantcheck/reference/nestquant/hadamard.h>

#include <gtest/gtest.h>

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::test {
namespace {

using namespace reference;

TEST(Hadamard, RowsAreOrthogonalSigns) {
  for (const Index n : {1, 2, 4, 8, 64, 12, 24, 96, 20, 40, 28, 56, 108, 216, 172, 344}) {
    const Matrix<Code> h = hadamard(n);
    EXPECT_TRUE((h.array().abs() == 1).all()) << n;
    EXPECT_EQ(Matrix<Code>(h * h.transpose()), Matrix<Code>(n * Matrix<Code>::Identity(n, n))) << n;
  }
}

TEST(Hadamard, IsSylvestersForPowersOfTwo) {
  const Matrix<Code> two{{1, 1}, {1, -1}};
  EXPECT_EQ(hadamard(2), two);
  const Matrix<Code> four{{1, 1, 1, 1}, {1, -1, 1, -1}, {1, 1, -1, -1}, {1, -1, -1, 1}};
  EXPECT_EQ(hadamard(4), four);
}

// Each entry of the base matrix is replaced by its product with Sylvester's matrix.
TEST(Hadamard, IsAKroneckerProduct) {
  const Matrix<Code> base = hadamard(12);
  const Matrix<Code> whole = hadamard(48);
  for (Index i = 0; i < 12; ++i)
    for (Index j = 0; j < 12; ++j)
      EXPECT_EQ(Matrix<Code>(whole.block(4 * i, 4 * j, 4, 4)), Matrix<Code>(base(i, j) * hadamard(4)));
}

TEST(Hadamard, TheSizesOfModelsHaveOne) {
  EXPECT_EQ(hadamard_base(4096), 1);
  EXPECT_EQ(hadamard_base(768), 12);
  EXPECT_EQ(hadamard_base(5120), 20);
  EXPECT_EQ(hadamard_base(14336), 28);
  EXPECT_EQ(hadamard_base(28672), 28);
  EXPECT_EQ(hadamard_base(13824), 108);
  EXPECT_EQ(hadamard_base(11008), 172);
}

TEST(Hadamard, OtherSizesAreRefused) {
  for (const Index n : {-4, 0, 3, 6, 10, 14, 36, 100, 86, 144}) EXPECT_THROW(hadamard_base(n), Error) << n;
  EXPECT_THROW(hadamard(36), Error);
}

}  // namespace
}  // namespace quantcheck::test
