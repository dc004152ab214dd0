// The report of a benchmark run and its exit status. The report shows the spread beside each median, names
// the limits that are unsteady and the layers without an answer.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <quantcheck/bench/report/report.h>

namespace quantcheck::test {
namespace {

using namespace bench;
using check::RunVerdict;

Results some_results() {
  Results results;
  results.rounds = 5;
  results.limits.push_back({"dpotrf 64", "GFLOP/s", 2, 0.001, 0.25, 157.04, "dpotrf/upper/64/threads:2"});
  results.kernels.push_back({Kernel::factorization, 64, 64, 2, optimized::Target::scalar, 0.002, 0.031, 80.0,
                             0.001, Triangle::upper});
  results.unsteady.push_back("dpotrf/upper/64/threads:2");
  results.timings["dpotrf/upper/64/threads:2"] = {0.0009, 0.001, 0.0015};
  JudgedResult silent;
  silent.layer = "64 x 128, 4 bits";
  silent.complaint = "killed by signal 11 (Segmentation fault), without an answer";
  results.judged.push_back(silent);
  ComparisonResult timed;
  timed.library = "libmine.so";
  timed.out = timed.in = 64;
  timed.threads = 2;
  timed.seconds = 0.004;
  timed.spread = 0.12;
  timed.our_seconds = 0.002;
  timed.our_spread = 0.01;
  results.comparisons.push_back(timed);
  timed.in = 128;
  timed.complaint = "no answer in 2 seconds (--time-limit)";
  results.comparisons.push_back(timed);
  return results;
}

void expect_in(const std::string& text, std::initializer_list<const char*> pieces) {
  for (const char* piece : pieces) EXPECT_NE(text.find(piece), std::string::npos) << piece << " in\n" << text;
}

TEST(BenchReport, SaysHowFarTimesSpreadAndWhichLimitsVary) {
  expect_in(
      text_report(some_results()),
      {"157.0     25%  GFLOP/s", "2.000      3%", "dpotrf, upper", "known: dpotrf/upper/64/threads:2 by 60%.",
       "4.000     12%       2.000      1%    2.00", "from quartile to quartile", "the faster is the limit"});
  Results whole = some_results();
  whole.kernels[0].kernel = Kernel::whole_job;
  expect_in(markdown_report(whole), {"2.000 ms (3%) | 0.50 |", "Careful: limits vary"});
}

TEST(BenchReport, SaysWhichLayersHaveNoAnswer) {
  expect_in(text_report(some_results()), {"64 x 128      no answer: no answer in 2 seconds"});
  EXPECT_EQ(judged_text("libmine.so", some_results().judged[0]),
            "NO ANSWER  libmine.so on 64 x 128, 4 bits: killed by signal 11 (Segmentation fault), without an "
            "answer\n");
}

TEST(BenchReport, HasItAllInJson) {
  const auto json = nlohmann::json::parse(json_report(some_results()));
  EXPECT_EQ(json["limits"][0]["spread"], 0.25);
  EXPECT_EQ(json["limits"][0]["task"], "dpotrf/upper/64/threads:2");
  EXPECT_EQ(json["kernels"][0]["dpotrf_triangle"], "upper");
  EXPECT_EQ(json["kernels"][0]["spread"], 0.031);
  EXPECT_EQ(json["judged"][0]["verdict"], nullptr);
  EXPECT_EQ(json["judged"][0]["complaint"], some_results().judged[0].complaint);
  EXPECT_EQ(json["comparisons"][0]["spread"], 0.12);
  EXPECT_EQ(json["comparisons"][0]["complaint"], nullptr);
  EXPECT_FALSE(json["comparisons"][1].contains("ratio"));
  EXPECT_EQ(json["unsteady"][0], "dpotrf/upper/64/threads:2");
}

TEST(BenchReport, TheStatusIsThatOfTheWorstLayer) {
  const auto status = [](std::initializer_list<std::optional<RunVerdict>> verdicts,
                         const char* complaint = "") {
    Results results;
    for (const auto& verdict : verdicts) {
      results.judged.emplace_back();
      results.judged.back().verdict = verdict;
    }
    results.comparisons.emplace_back();
    results.comparisons.back().complaint = complaint;
    return exit_status_of(results);
  };
  EXPECT_EQ(status({}), 0);
  EXPECT_EQ(status({RunVerdict::conforms, RunVerdict::conforms}), 0);
  EXPECT_EQ(status({RunVerdict::undecided, RunVerdict::conforms}), 3);
  EXPECT_EQ(status({RunVerdict::degraded, std::nullopt}), 2);
  EXPECT_EQ(status({std::nullopt, RunVerdict::fails}), 1);
  EXPECT_EQ(status({RunVerdict::conforms}, "killed"), 2);
  EXPECT_EQ(status({RunVerdict::fails}, "killed"), 1);
}

}  // namespace
}  // namespace quantcheck::test
