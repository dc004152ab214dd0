// Residuals that are bounded one stretch of steps after another.
#include <gtest/gtest.h>

#include <variant>

#include <quantcheck/proofs_check/certified/residuals.h>
#include <quantcheck/tests/support/layers.h>

namespace quantcheck::test {
namespace {

using check::RowSums;

// Each stretch goes on with the sums of the one before, so that values and bounds are those of whole rows,
// bit by bit.
TEST(ResidualsFrom, StretchesAreAsWholeRows) {
  const FloatLayer layer = random_layer({.out = 21, .in = 300, .group_size = 100, .condition = 1e5}, 3);
  const check::Case c = case_of(layer, quantize(layer, 128, Fault::none));
  const check::Hypothesis hypothesis = check::as_declared(c);
  const auto found = check::certified_factor(c, hypothesis);
  ASSERT_TRUE(std::holds_alternative<check::CertifiedFactor>(found));
  const auto& factor = std::get<check::CertifiedFactor>(found);
  std::vector<Index> rows(21);
  for (Index r = 0; r < 21; ++r) rows[r] = r;
  const auto errors_of = [&](Index end) {
    const Order order(hypothesis.order.begin(), hypothesis.order.begin() + end);
    return check::row_errors(c, c.grid, order, factor.hessian.scaling, rows);
  };
  const check::Residuals whole = bounded_residuals(factor, hypothesis, errors_of(300));
  std::vector<RowSums> sums(21);
  Index begin = 0;
  for (const Index end : {1, 100, 107, 256, 300}) {
    const check::Residuals part = bounded_residuals_from(factor, errors_of(end), begin, sums);
    ASSERT_EQ(part.value, whole.value.middleCols(begin, end - begin)) << begin << " .. " << end;
    ASSERT_EQ(part.error, whole.error.middleCols(begin, end - begin)) << begin << " .. " << end;
    sums = part.sums;
    begin = end;
  }
  for (Index r = 0; r < 21; ++r) {
    EXPECT_EQ(sums[r].errors, whole.sums[r].errors);
    EXPECT_EQ(sums[r].weighted, whole.sums[r].weighted);
    EXPECT_EQ(sums[r].squares, whole.sums[r].squares);
    EXPECT_GT(sums[r].weighted, 0);
  }
}

}  // namespace
}  // namespace quantcheck::test
