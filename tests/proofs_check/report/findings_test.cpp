#include <quantcheck/proofs_check/report/findings.h>

#include <gtest/gtest.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include <quantcheck/proofs_check/judge/grid_use.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/report/ci.h>
#include <quantcheck/proofs_check/report/lattice.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/tests/proofs_check/judge/small_cases.h>

namespace quantcheck::test {
namespace {

std::vector<Finding> findings(const Case& c, const Judgement& j) { return findings_of(c, j); }
std::vector<Finding> findings(const Case& c) { return findings(c, judge(c, as_declared(c))); }

std::vector<std::string> ids(const std::vector<Finding>& found) {
  std::vector<std::string> result;
  for (const Finding& each : found) result.push_back(each.id);
  return result;
}

bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

TEST(GridUse, FindsScalesThatAreTooSmall) {
  Case c = identity_case({-1.4, 3, 15.9, 7}, {0, 3, 15, 7});
  EXPECT_EQ(grid_use(c).scales, 1);
  EXPECT_EQ(grid_use(c).too_small, 1);  // -1.4 lies more than a scale beyond 0
  EXPECT_DOUBLE_EQ(grid_use(c).beyond, 1.4);
  c.declared.dead = {true, false, false, false};
  EXPECT_EQ(grid_use(c).too_small, 0);  // 15.9 lies less than a scale beyond 15
  c.layer.weight.edit()[2] = 40;
  EXPECT_EQ(grid_use(c).too_small, 1);
  EXPECT_DOUBLE_EQ(grid_use(c).beyond, 25);
  c.grid.scale = {-1.0};  // 3, 7 and 40 are now below 0
  EXPECT_DOUBLE_EQ(grid_use(c).beyond, 40);
  c.grid.range = {};
  EXPECT_EQ(grid_use(c).too_small, 0);
}

TEST(GridUse, FindsCodesThatSpanHalfOfTheGrid) {
  std::vector<Code> codes(16, 4);
  codes[3] = 11;
  Case c = identity_case(std::vector<double>(16, 4.0), codes);
  EXPECT_EQ(grid_use(c).told, 1);
  EXPECT_EQ(grid_use(c).half_unused, 1);  // 4..11 are eight of sixteen
  EXPECT_EQ(grid_use(c).least, 4);
  EXPECT_EQ(grid_use(c).greatest, 11);
  c.codes.edit()(0, 3) = 12;
  EXPECT_EQ(grid_use(c).half_unused, 0);
  c.codes.edit()(0, 3) = 4;
  c.declared.dead[0] = true;  // fifteen columns tell nothing
  EXPECT_EQ(grid_use(c).told, 0);
  c.declared.dead[0] = false;
  c.grid.range.max = {};
  EXPECT_EQ(grid_use(c).told, 0);
}

TEST(Findings, OfASoundCaseThereIsNone) {
  EXPECT_TRUE(findings(identity_case({0.25, 3, 15.25, 7}, {0, 3, 15, 7})).empty());
}

TEST(Findings, ClippingIsOneWhereHalfIsClipped) {
  const Case c = identity_case({40, 3, 15.25, -9}, {15, 3, 15, 0});
  const std::vector<Finding> found = findings(c);
  ASSERT_EQ(ids(found), std::vector<std::string>{"clipping"});
  EXPECT_EQ(
      found[0].words,
      "2 of 4 decisions (50%) are clipped, and the loss is 706.1 times the bound that holds without "
      "clipping; 1 of 1 scales (row 0) leave a weight more than a scale beyond the grid, the farthest in row 0, "
      "group 0 (scale 1), by 25 scales");
  EXPECT_TRUE(says(found[0].next, "are too small"));
}

TEST(Findings, ClippingIsOneWhereTheLossIsAboveTheBound) {
  // One of sixteen decisions is clipped; the bound is 4.
  std::vector<double> weight(16, 3.0);
  std::vector<Code> codes(16, 3);
  weight[5] = 17.5;
  codes[5] = 15;
  EXPECT_EQ(ids(findings(identity_case(weight, codes))), std::vector<std::string>{"clipping"});
  weight[5] = 16.9;
  EXPECT_TRUE(findings(identity_case(weight, codes)).empty());
}

TEST(Findings, UnusedGridIsOne) {
  std::vector<double> weight(16, 3.0);
  weight[2] = 5;
  std::vector<Code> codes(weight.begin(), weight.end());
  const Case c = identity_case(weight, codes);
  const std::vector<Finding> found = findings(c);
  ASSERT_EQ(ids(found), std::vector<std::string>{"unused-grid"});
  EXPECT_EQ(
      found[0].words,
      "the codes of 1 of 1 scales with 16 columns or more (row 0) span at most half of 0..15; least in row 0, "
      "group 0 (scale 1): 3..5");
}

TEST(Findings, ALossAbovePlainRoundingsIsOne) {
  Judgement j;
  j.verdict = RunVerdict::conforms;
  j.decisions.resize(1, 4);
  j.loss = Interval{2, 2};
  j.plain_rounding = PlainRounding{{1, 1}, 0};
  const Case c = identity_case({0.25, 3, 15.25, 7}, {0, 3, 15, 7});
  ASSERT_EQ(ids(findings(c, j)), std::vector<std::string>{"above-plain-rounding"});
  EXPECT_EQ(findings(c, j)[0].words, "the loss, 2, is above that of plain rounding, 1");
  j.plain_rounding->loss = {1, 2};  // an interval that the loss may lie in
  EXPECT_TRUE(findings(c, j).empty());
}

TEST(Findings, ThereIsNoneUnlessTheRunConforms) {
  const Case c = identity_case({40, 3, 15.25, -9}, {15, 4, 15, 0});
  ASSERT_EQ(judge(c, as_declared(c)).verdict, RunVerdict::fails);
  EXPECT_TRUE(findings(c).empty());
}

TEST(Findings, OverloadIsOneOfLatticeCodes) {
  LatticeCase c;
  c.beta = {0.25, 0.5};
  LatticeJudgement j;
  j.verdict = RunVerdict::conforms;
  j.blocks.assign(4, Verdict::exact);
  j.overloaded = 1;
  EXPECT_TRUE(findings_of(c, j).empty());
  j.ratio = Interval{3, 3};
  EXPECT_EQ(findings_of(c, j)[0].words,
            "1 of 4 blocks (25%) are overloaded, and the loss is 3 times the bound that holds without that");
  j.ratio = Interval{0.5, 0.5};
  j.overloaded = 2;
  ASSERT_EQ(ids(findings_of(c, j)), std::vector<std::string>{"overload"});
  EXPECT_TRUE(says(findings_of(c, j)[0].next, "the largest, 0.5, is too small"));
  j.verdict = RunVerdict::fails;
  EXPECT_TRUE(findings_of(c, j).empty());
}

TEST(Findings, TakeThePlaceOfNothingToDo) {
  Case c = identity_case({40, 3, 15.25, -9}, {15, 3, 15, 0});
  c.recognised = {{"scale", FloatFormat::f32, FloatFormat::bf16}};
  const Judgement j = judge(c, as_declared(c));
  const Diagnosis nothing;
  const Report report{c, j, nothing, 6, findings(c)};
  const std::string text = text_report(report);
  EXPECT_TRUE(says(text, "CONFORMS")) << text;
  EXPECT_TRUE(says(text, "\n  finding         2 of 4 decisions (50%) are clipped")) << text;
  EXPECT_TRUE(says(text, "\n  next            fit the scales again")) << text;
  EXPECT_TRUE(says(text,
                   "\n  recognised      the numbers of \"scale\", stored as float32, are all bfloat16 "
                   "numbers, so that they are taken as rounded to bfloat16; if they were not, say "
                   "--scale-format fp32\n"))
      << text;
  EXPECT_TRUE(says(text_report({c, j, nothing}), "nothing to do"));
  const auto json = nlohmann::json::parse(json_report(report));
  EXPECT_EQ(json.at("verdict"), "CONFORMS");
  EXPECT_EQ(json.at("findings").at(0).at("id"), "clipping");
  EXPECT_EQ(json.at("findings").at(0).at("next"), report.findings[0].next);
  EXPECT_EQ(json.at("recognised"),
            nlohmann::json::parse(R"([{"tensor": "scale", "stored": "fp32", "format": "bf16"}])"));
  const std::string markdown = markdown_table({{summarize(report), text}});
  EXPECT_TRUE(says(markdown, "| 2 of 4 decisions (50%) are clipped")) << markdown;
}

}  // namespace
}  // namespace quantcheck::test
