#include <quantcheck/proofs_check/text/index_ranges.h>

#include <gtest/gtest.h>

namespace quantcheck::test {
namespace {

using check::index_ranges;

TEST(IndexRanges, NamesRunsAndCountsTheRest) {
  EXPECT_EQ(index_ranges({true, true, true, false}, true), "0 to 2");
  EXPECT_EQ(index_ranges({true, true, true, false}, false), "3");
  EXPECT_EQ(index_ranges({false, true, false, true, true}, true), "1, 3 to 4");
  EXPECT_EQ(index_ranges({true, true}, false), "");
  std::vector<bool> every_other(64);
  for (std::size_t k = 0; k < 64; k += 2) every_other[k] = true;
  EXPECT_EQ(index_ranges(every_other, true), "0, 2, 4, 6, 8 and 27 more");
}

}  // namespace
}  // namespace quantcheck::test
