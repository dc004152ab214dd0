// The time that is left of a stage: from the work that its reports show, and only once they show enough.
#include <gtest/gtest.h>

#include <quantcheck/proofs_check/text/time_left.h>

namespace quantcheck::test {

using namespace check;

namespace {

TEST(TimeLeft, IsInProportionToWhatIsLeftOfTheStage) {
  TimeLeft left;
  left.report(10, "rows", 0, 100);
  EXPECT_EQ(left.at(10), std::nullopt);
  EXPECT_EQ(left.at(15), std::nullopt);
  left.report(20, "rows", 25, 100);
  EXPECT_EQ(left.at(20), 30);
  EXPECT_EQ(left.at(22), 28);
  left.report(22, "rows", 50, 100);
  EXPECT_EQ(left.at(22), 12);
  EXPECT_EQ(left.at(34), std::nullopt) << "it takes longer than was estimated";
}

TEST(TimeLeft, IsNotKnownFromLessThanASecond) {
  TimeLeft left;
  left.report(1, "rows", 0, 10);
  left.report(1.5, "rows", 5, 10);
  EXPECT_EQ(left.at(4), std::nullopt);
  left.report(2, "rows", 8, 10);
  EXPECT_EQ(left.at(2), 0.25);
}

TEST(TimeLeft, BeginsAnewWithEachStage) {
  TimeLeft left;
  left.report(0, "rows", 0, 10);
  left.report(5, "rows", 5, 10);
  left.report(9, "columns", 3, 10);
  EXPECT_EQ(left.at(9), std::nullopt);
  left.report(11, "columns", 4, 10);
  EXPECT_EQ(left.at(11), 12);
  left.report(12, "columns", 0, 10);  // the same stage of the next case
  EXPECT_EQ(left.at(20), std::nullopt);
  left.report(14, "columns", 5, 10);
  EXPECT_EQ(left.at(14), 2);
}

TEST(TimeLeft, ARepeatedReportIsNoWork) {
  TimeLeft left;
  left.report(0, "rows", 0, 4);
  left.report(2, "rows", 1, 4);
  left.report(3, "rows", 1, 4);
  EXPECT_EQ(left.at(3), 5);
}

TEST(TimeLeft, IsToldInSecondsMinutesOrHours) {
  EXPECT_EQ(duration_words(0.2), "1 s");
  EXPECT_EQ(duration_words(39.5), "40 s");
  EXPECT_EQ(duration_words(121), "3 min");
  EXPECT_EQ(duration_words(7201), "3 h");
}

}  // namespace
}  // namespace quantcheck::test
