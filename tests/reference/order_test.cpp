// Orders with a name, on diagonals small enough to order by hand.
#include <gtest/gtest.h>

#include <vector>

#include <quantcheck/reference/order.h>

namespace quantcheck::test {
namespace {

TEST(GroupAwareOrder, TakesGroupsByTheirGreatestEntryAndColumnsByTheirs) {
  const std::vector<int> diagonal{1, 5, 3, 2, 9, 4, 7, 7};
  EXPECT_EQ(reference::group_aware_order(diagonal, 2), (Order{4, 5, 6, 7, 1, 0, 2, 3}));
  EXPECT_EQ(reference::group_aware_order(diagonal, 1), reference::act_order(diagonal));
  EXPECT_EQ(reference::group_aware_order(diagonal, 8), reference::act_order(diagonal));
}

TEST(GroupAwareOrder, EqualEntriesKeepTheirOrder) {
  const std::vector<int> diagonal{2, 1, 1, 2, 2, 2};
  EXPECT_EQ(reference::group_aware_order(diagonal, 2), (Order{0, 1, 3, 2, 4, 5}));
}

TEST(GroupAwareOrder, AShorterLastGroupStaysLast) {
  const std::vector<int> diagonal{1, 2, 3, 4, 9};
  EXPECT_EQ(reference::group_aware_order(diagonal, 2), (Order{3, 2, 1, 0, 4}));
  EXPECT_EQ(reference::group_aware_order(diagonal, 7), (Order{4, 3, 2, 1, 0}));
}

}  // namespace
}  // namespace quantcheck::test
