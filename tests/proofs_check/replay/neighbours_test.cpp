#include <quantcheck/proofs_check/replay/neighbours.h>

#include <gtest/gtest.h>

namespace quantcheck::test {
namespace {

double mean_square(const std::vector<double>& moved, const std::vector<double>& units, Index step,
                   Index neighbours) {
  return check::NeighbourMeans(moved, units, neighbours).at(step);
}

const std::vector<double> moved{100, 1, 2, 4, 8, 16};
const std::vector<double> same{1, 1, 1, 1, 1, 1};

TEST(Neighbours, AreNotAskedWhereThereAreNone) {
  for (Index step = 0; step < 6; ++step)
    EXPECT_EQ(mean_square(moved, same, step, 0), moved[step] * moved[step]);
}

TEST(Neighbours, AreTheStepsOnEitherSide) {
  EXPECT_EQ(mean_square(moved, same, 3, 1), (4.0 + 16 + 64) / 3);
  EXPECT_EQ(mean_square(moved, same, 5, 2), (16.0 + 64 + 256) / 3);
}

TEST(Neighbours, TheFirstStepIsComparedWithNoOther) {
  EXPECT_EQ(mean_square(moved, same, 0, 3), 10000);
  EXPECT_EQ(mean_square(moved, same, 1, 2), (1.0 + 4 + 16) / 3);
}

// Where movements are in proportion to their units, they say the same of each other.
TEST(Neighbours, AreComparedInTheirUnits) {
  const std::vector<double> units{0, 1, 4, 16, 64, 256};
  for (Index step = 1; step < 6; ++step)
    EXPECT_EQ(mean_square(moved, units, step, 4), moved[step] * moved[step]);
}

TEST(Neighbours, AStepWithoutAUnitIsComparedWithNoOther) {
  const std::vector<double> units{0, 0, 1, 1, 1, 1};
  EXPECT_EQ(mean_square(moved, units, 1, 5), 1);
  EXPECT_EQ(mean_square(moved, units, 2, 1), (4.0 + 16) / 2);
}

}  // namespace
}  // namespace quantcheck::test
