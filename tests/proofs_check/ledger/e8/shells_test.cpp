// The points of E8 by norm, listed and counted.
#include <gtest/gtest.h>

#include <set>

#include <quantcheck/proofs_check/ledger/e8/cell.h>
#include <quantcheck/proofs_check/ledger/e8/shells.h>

namespace quantcheck::test {

using namespace check;
using namespace check::ledger;

namespace {

using reference::E8Point;

TEST(Shells, ListsEachPointOnceAndAsManyAsAreCounted) {
  std::vector<Index> counts(9, 0);
  std::set<E8Point> seen;
  for_each_point_within(8, [&](const E8Point& point) {
    ++counts[four_times_inner_product(point, point) / 4];
    EXPECT_TRUE(in_e8(point));
    EXPECT_TRUE(seen.insert(point).second);
  });
  EXPECT_EQ(counts, points_by_norm(8));
  EXPECT_EQ(counts[0], 1);
  EXPECT_EQ(counts[8], 240 * 73);
}

// The Dynkin diagram of E8 is a tree of single edges. One node has three neighbours, and its branches have 1,
// 2 and 4 nodes.
TEST(SimpleRoots, AreThoseOfE8) {
  const std::vector<E8Point> roots = simple_roots();
  ASSERT_EQ(roots.size(), 8U);
  std::vector<Index> neighbours(8, 0);
  for (std::size_t i = 0; i < 8; ++i)
    for (std::size_t j = 0; j < 8; ++j) {
      const Code product = four_times_inner_product(roots[i], roots[j]);
      if (i != j && product != 0) {
        EXPECT_EQ(product, -4);
        ++neighbours[i];
      }
    }
  EXPECT_EQ(std::multiset<Index>(neighbours.begin(), neighbours.end()),
            (std::multiset<Index>{1, 1, 1, 2, 2, 2, 2, 3}));
}

}  // namespace
}  // namespace quantcheck::test
