// Figures that are kept in a file: what is written is read again, what is no such file is refused, and the
// comparison of two runs shows what changed by more than the times spread.
#include <gtest/gtest.h>

#include <quantcheck/bench/derive.h>
#include <quantcheck/bench/figures.h>
#include <quantcheck/bench/report/report.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/tests/support/refusal.h>

namespace quantcheck::test {
namespace {

using namespace bench;

constexpr const char* schema = "some-bench/1";

std::string file_of(const std::vector<Figure>& figures) {
  return check::one_line({{"schema", schema}, {"figures", figures_json(figures)}}) + "\n";
}

std::vector<Figure> parsed(const std::string& text) { return parse_figures(text, "kept.json", schema); }

std::vector<Figure> some_figures() {
  return {{"dgemm", 2.0, 0.01, {}},
          {"dpotrf", 1.0, std::nullopt, {}},
          {"verdict", 6.0, 0.03, {{"dgemm", 0.5}, {"dpotrf", 1}}}};
}

TEST(BenchFigures, AreReadAsTheyWereWritten) {
  EXPECT_EQ(parsed(file_of(some_figures())), some_figures());
  EXPECT_EQ(parsed(file_of({})), std::vector<Figure>());
}

TEST(BenchFigures, AreThoseOfTasksThatWereTimedWithTheirLimits) {
  const Timings timings{{"dgemm", {2, 2, 2}}, {"ours", {3, 3.3, 3}}, {"other", {1}}, {"free", {4}}};
  std::vector<Figure> figures;
  add_figure(figures, "ours", {{"dgemm", 0.5}}, timings);
  add_figure(figures, "other", {{"dgemm", 1}}, timings);
  add_figure(figures, "free", {}, timings);
  add_figure(figures, "not timed", {{"dgemm", 1}}, timings);
  add_figure(figures, "free", {{"no such limit", 1}}, timings);
  ASSERT_EQ(figures.size(), 4U);
  EXPECT_EQ(figures[0], (Figure{"dgemm", 2, 0.0, {}}));
  EXPECT_EQ(figures[1].task, "ours");
  EXPECT_EQ(figures[1].limit, (std::vector<LimitPart>{{"dgemm", 0.5}}));
  EXPECT_EQ(figures[2], (Figure{"other", 1, std::nullopt, {{"dgemm", 1}}}));
  EXPECT_EQ(figures[3], (Figure{"free", 4, std::nullopt, {}}));
}

TEST(BenchFigures, OfTheQuantizerAreKeptInItsResults) {
  using optimized::Target;
  Results results;
  const std::string sgemm = task_name(Kernel::sgemm, 64, 64, 2);
  const std::string dpotrf = cholesky_name("dpotrf", 64, Triangle::upper, 2);
  const std::string ours = task_name(Kernel::whole_job, 64, 64, 2, Target::scalar);
  results.timings = {{sgemm, {4, 4, 4}}, {dpotrf, {1, 1, 1}}, {ours, {6, 6, 6}}};
  results.kernels.push_back(*kernel_result(Kernel::whole_job, {64, 64}, 2, Target::scalar, results.timings));
  const std::vector<Figure> figures = parse_figures(json_report(results), "kept.json", results_schema);
  ASSERT_EQ(figures.size(), 3U);
  EXPECT_EQ(figures[2], (Figure{ours, 6, 0.0, {{sgemm, 0.5}, {dpotrf, 1}}}));
}

TEST(BenchFigures, RefusesWhatIsNoFileOfThem) {
  const auto refused = [](const std::string& text) { return refusal([&] { parsed(text); }); };
  EXPECT_EQ(refused(""), "kept.json: is no file of figures: no JSON object");
  EXPECT_EQ(refused("[1]"), "kept.json: is no file of figures: no JSON object");
  EXPECT_EQ(refused(std::string(100'000, '[')), "kept.json: is no file of figures: no JSON object");
  EXPECT_EQ(refused(file_of(some_figures()).substr(0, 99)),
            "kept.json: is no file of figures: no JSON object");
  EXPECT_EQ(refused("{\"figures\": []}"), "kept.json: is no file of figures: no \"schema\"");
  EXPECT_EQ(refused("{\"schema\": \"other/1\", \"figures\": []}"),
            "kept.json: holds \"other/1\", and this benchmark compares with \"some-bench/1\"");
  EXPECT_EQ(refused("{\"schema\": \"some-bench/1\", \"seconds\": {}}"),
            "kept.json: has no \"figures\" to compare with; an older program wrote it, run that again");
  EXPECT_NE(refusal([] { read_figures("/no/such/file", schema); }).find("/no/such/file: cannot be opened"),
            std::string::npos);
}

TEST(BenchFigures, RefusesFiguresThatMakeNoSense) {
  const auto refused = [](const std::string& figure) {
    return refusal([&] { parsed("{\"schema\":\"some-bench/1\",\"figures\":[" + figure + "]}"); });
  };
  EXPECT_EQ(refused("1"), "kept.json: a figure without \"task\"");
  EXPECT_EQ(refused(R"({"task":7})"), "kept.json: a figure without \"task\"");
  for (const char* seconds : {"0", "-1", "\"1\"", "1e999", "null"})
    EXPECT_NE(refused(std::string(R"({"task":"a","seconds":)") + seconds + "}"), "") << seconds;
  EXPECT_EQ(refused(R"({"task":"a","seconds":1,"spread":-1,"limit":[]})"),
            "kept.json: \"spread\" of a is neither null nor a number from 0 on");
  EXPECT_EQ(refused(R"({"task":"a","seconds":1,"spread":null})"),
            "kept.json: \"limit\" of a is not an array");
  EXPECT_EQ(refused(R"({"task":"a","seconds":1,"limit":[{"task":"b","times":1}]})"),
            "kept.json: the limit of a, b, is none of its limits");
  EXPECT_EQ(refused(R"({"task":"a","seconds":1,"limit":[{"task":"a","times":1}]})"),
            "kept.json: the limit of a, a, is none of its limits");
  const std::string a = R"({"task":"a","seconds":1,"limit":[]})";
  EXPECT_EQ(refused(a + "," + a), "kept.json: the task a is there twice");
}

// Here everything takes twice as long, as on a slower machine, but for what says otherwise.
TEST(BenchFigures, ComparesRatiosToTheLimitsOfEachRun) {
  const auto run = [](double speed, double ours, std::optional<double> spread) {
    return std::vector<Figure>{{"dgemm", 2 * speed, 0.0, {}},
                               {"ours", ours * speed, spread, {{"dgemm", 0.5}}},
                               {"steady", 7 * speed, 0.02, {{"dgemm", 1}}}};
  };
  const std::string same = compared_text(run(2, 3, 0.03), run(2, 3, 0.04), "kept.json");
  EXPECT_EQ(same,
            "\nCompared with kept.json\n  Nothing changed by more than the spread.\n"
            "  Of the others: 3 within the spread.\n");

  // By a tenth, where the spreads add up to 5%; the limit itself is slower on this machine.
  const std::string slower = compared_text(run(2, 3.3, 0.03), run(1, 3, 0.04), "kept.json");
  const auto has = [](const std::string& text, const std::string& line) {
    return text.find(line) != std::string::npos;
  };
  EXPECT_TRUE(has(
      slower, "ours                                                     3           3.3      1.10       5%"))
      << slower;
  EXPECT_TRUE(has(
      slower, "dgemm                                                    2             4      2.00       0%"))
      << slower;
  EXPECT_FALSE(has(slower, "  steady")) << slower;
  EXPECT_TRUE(has(slower, "Of the others: 1 within the spread.")) << slower;

  EXPECT_FALSE(has(compared_text(run(1, 3.3, 0.08), run(1, 3, 0.08), "kept.json"), "  ours"));
  EXPECT_TRUE(has(compared_text(run(1, 2.7, 0.03), run(1, 3, 0.04), "kept.json"), "0.90"));
  EXPECT_TRUE(has(compared_text(run(1, 9, std::nullopt), run(1, 3, 0.04), "kept.json"),
                  "1 timed less than three times"));
}

TEST(BenchFigures, CountsTasksThatOnlyOneOfTheRunsHas) {
  std::vector<Figure> fewer = some_figures();
  fewer.pop_back();
  EXPECT_NE(compared_text(fewer, some_figures(), "k").find("1 kept, but not timed now"), std::string::npos);
  EXPECT_NE(compared_text(some_figures(), fewer, "k").find("1 new"), std::string::npos);
}

}  // namespace
}  // namespace quantcheck::test
