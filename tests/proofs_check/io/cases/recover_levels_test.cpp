// The codes of dequantized weights on tables of levels.
#include <quantcheck/proofs_check/io/cases/recover_levels.h>

#include <gtest/gtest.h>

#include <random>

#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/reference/known_levels.h>
#include <quantcheck/reference/number/nearest_float.h>

#include <quantcheck/tests/proofs_check/io/formats/raw_file.h>

namespace quantcheck::test {

using namespace check;

namespace {

Grid<double> grid_of(std::vector<double> levels, std::vector<double> scale, std::vector<double> offset = {}) {
  const Index rows = std::ssize(scale);
  Grid<double> grid;
  grid.groups = 1;
  grid.zero.assign(static_cast<std::size_t>(rows), 0);
  grid.group_index = {0};
  grid.range = {0, std::ssize(levels) - 1};
  grid.levels = std::move(levels);
  grid.scale = std::move(scale);
  grid.offset = std::move(offset);
  return grid;
}

// The code of one weight of a row, with its grid.
Code recovered(double value, FloatFormat format, const Grid<double>& grid) {
  return recover_codes(float_tensor("d", {1, 1}, std::vector<double>{value}, format).view(), grid, 1)
      .codes(0, 0);
}

TEST(RecoverLevels, FindsEveryLevelInEveryFormatByEitherWay) {
  std::mt19937_64 random(1);
  const std::vector<double> e2m1(reference::e2m1_levels.begin(), reference::e2m1_levels.end());
  const std::vector<double> nf4(reference::nf4_levels.begin(), reference::nf4_levels.end());
  for (int trial = 0; trial < 200; ++trial) {
    const auto scale = static_cast<float>(0.001 + static_cast<double>(random() % 100000) / 1e5);
    const auto offset = trial % 2 == 0 ? 0.0F : static_cast<float>(random() % 1000) / 333;
    for (const std::vector<double>& levels : {e2m1, nf4}) {
      const Grid<double> grid =
          grid_of(levels, {static_cast<double>(scale)},
                  trial % 2 == 0 ? std::vector<double>{} : std::vector<double>{static_cast<double>(offset)});
      for (Code code = 0; code < 16; ++code) {
        const Code least = levels == e2m1 && code == 8 ? 0 : code;  // -0 is +0
        const float by_float32 = scale * static_cast<float>(levels[code]) + offset;
        const reference::Rational exact =
            reference::exact(static_cast<double>(scale)) * reference::exact(levels[code]) +
            reference::exact(static_cast<double>(offset));
        EXPECT_EQ(recovered(static_cast<double>(by_float32), FloatFormat::f32, grid), least);
        EXPECT_EQ(recovered(reference::nearest_double(exact), FloatFormat::f64, grid), least);
        EXPECT_EQ(recovered(*reference::nearest_number(exact, FloatFormat::f32), FloatFormat::f32, grid),
                  least);
        if (trial % 2 == 0) {
          EXPECT_EQ(recovered(*reference::nearest_number(exact, FloatFormat::f16), FloatFormat::f16, grid),
                    least);
          EXPECT_EQ(recovered(*reference::nearest_number(reference::exact(static_cast<double>(by_float32)),
                                                         FloatFormat::bf16),
                              FloatFormat::bf16, grid),
                    least);
        }
      }
    }
  }
}

TEST(RecoverLevels, TakesTheLeastOfEqualLevels) {
  EXPECT_EQ(recovered(2, FloatFormat::f32, grid_of({3, 1, 1, 3}, {2})), 1);
  EXPECT_EQ(recovered(-0.0, FloatFormat::f16, grid_of({1, -0.0, 0}, {2})), 1);
}

TEST(RecoverLevels, TheZeroIsTakenOffTheLevel) {
  Grid<double> grid = grid_of({0.5, 4}, {2});
  grid.zero = {3};
  EXPECT_EQ(recovered(2, FloatFormat::f32, grid), 1);
  EXPECT_EQ(recovered(-5, FloatFormat::f32, grid), 0);
}

TEST(RecoverLevels, RefusesWhatNoLevelOrSeveralGive) {
  EXPECT_TRUE(refused(
      [] {
        recovered(2.5, FloatFormat::f32, grid_of({0, 1}, {2}));
      },
      "tensor \"d\": row 0, column 0 is 2.5, which no level gives by scale * (level - zero) with "
      "scale 2"));
  EXPECT_TRUE(refused(
      [] {
        recovered(2, FloatFormat::bf16, grid_of({0, 1, 1.001}, {2}));
      },
      "which the codes 1 and 2 both give: BF16 is too coarse"));
  EXPECT_TRUE(refused(
      [] {
        recovered(65504, FloatFormat::f16, grid_of({1, 2}, {1e9}));
      },
      "which no level gives"));
}

}  // namespace
}  // namespace quantcheck::test
