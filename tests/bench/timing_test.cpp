// Medians, the spread of times beside them, and the limits that are too unsteady to compute shares of.
#include <gtest/gtest.h>

#include <quantcheck/bench/timing.h>

namespace quantcheck::test {
namespace {

using namespace bench;

TEST(BenchTiming, MedianIsTheMiddleOne) {
  const Timings timings{{"odd", {3, 1, 2}}, {"even", {4, 1, 2, 3}}, {"none", {}}};
  EXPECT_EQ(median_seconds(timings, "odd"), 2.0);
  EXPECT_EQ(median_seconds(timings, "even"), 2.5);
  EXPECT_EQ(median_seconds(timings, "none"), std::nullopt);
  EXPECT_EQ(median_seconds(timings, "another"), std::nullopt);
}

TEST(BenchTiming, SpreadIsThatOfTheMiddleHalf) {
  const Timings timings{{"eleven", {10, 1, 9, 2, 8, 3, 7, 4, 6, 5, 100}},
                        {"three", {1.0, 1.1, 0.9}},
                        {"steady", {2, 2, 2, 2, 99}},
                        {"two", {1, 2}}};
  EXPECT_EQ(spread(timings, "eleven"), 1.0);  // times from 3 to 9, their median 6
  EXPECT_NEAR(*spread(timings, "three"), 0.2, 1e-12);
  EXPECT_EQ(spread(timings, "steady"), 0.0);
  EXPECT_EQ(spread(timings, "two"), std::nullopt);
  EXPECT_EQ(spread(timings, "another"), std::nullopt);
  EXPECT_EQ(spread_words(0.034), "3%");
  EXPECT_EQ(spread_words(std::nullopt), "-");
}

TEST(BenchTiming, WarnsOfLimitsThatVaryByMoreThanATenth) {
  const Timings timings{{"copy", {1.0, 1.2, 1.0, 1.2}}, {"sgemm", {1.0, 1.04, 1.09}}, {"ours", {1, 2, 3}}};
  const std::vector<std::string> unsteady = unsteady_limits(timings, {"copy", "sgemm", "not timed"});
  EXPECT_EQ(unsteady, std::vector<std::string>{"copy"});
  const std::string words = unsteady_words(timings, {"copy", "ours"});
  EXPECT_TRUE(words.starts_with("Careful: ")) << words;
  EXPECT_NE(words.find("known: copy by 18%, ours by 100%."), std::string::npos) << words;
  EXPECT_EQ(unsteady_words(timings, {}), "");
}

// A task that fails is not timed, while those beside it are.
TEST(BenchTiming, RunsThatFailAreLeftOut) {
  int left = 3;
  Task failing{"failing", 1, {}};
  failing.rounds = 5;
  failing.timed_run = [&]() -> std::optional<double> {
    return left-- > 0 ? std::optional(0.25) : std::nullopt;
  };
  Task timed{"timed elsewhere", 1, {}};
  timed.rounds = 3;
  timed.timed_run = [] { return std::optional(0.5); };
  const Timings timings = time_in_turn({failing, timed}, {"--benchmark_min_time=0.001"}, {});
  EXPECT_EQ(timings.at("timed elsewhere"), (std::vector<double>{0.5, 0.5, 0.5}));
  EXPECT_LT(left, 0) << "it was not asked until it failed";
  const auto found = timings.find("failing");
  const std::vector<double> kept = found == timings.end() ? std::vector<double>() : found->second;
  EXPECT_LT(kept.size(), 5U);
  for (const double seconds : kept) EXPECT_EQ(seconds, 0.25);
}

}  // namespace
}  // namespace quantcheck::test
