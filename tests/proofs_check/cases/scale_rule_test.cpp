// The words of declared rules of scales.
#include <gtest/gtest.h>

#include <quantcheck/proofs_check/cases/scale_rule.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::test {

using namespace check;

namespace {

TEST(DeclaredScaleRule, WordsAreReadAsTheyAreWritten) {
  for (const char* words :
       {"absmax", "minmax-edge", "absmax-qmax static", "mse norm=2.4 range=0.8 stale block=128"})
    EXPECT_EQ(words_of(parse_scale_rule(words)), words);
  EXPECT_EQ(words_of(parse_scale_rule("  mse current   norm=2 ")), "mse norm=2 current");
}

TEST(DeclaredScaleRule, OtherWordsAreRefused) {
  for (const char* words :
       {"", "abs", "absmax norm=2", "mse norm=", "mse norm=0", "mse norm=nan", "mse norm=2x", "mse range=1",
        "absmax block=128", "absmax stale block=0", "absmax stale block=1.5", "absmax absmax"})
    EXPECT_THROW(parse_scale_rule(words), Error) << words;
}

TEST(DeclaredScaleRule, WhatIsLeftOutMayBeAnything) {
  const ScaleRule current{.fit = ScaleFit::least_error, .norm = 2.4, .time = ScaleTime::current};
  EXPECT_TRUE(parse_scale_rule("mse").allows(current, 4));
  EXPECT_TRUE(parse_scale_rule("mse current norm=2.4").allows(current, 4));
  EXPECT_FALSE(parse_scale_rule("mse norm=2").allows(current, 4));
  EXPECT_FALSE(parse_scale_rule("mse static").allows(current, 4));
  EXPECT_TRUE(parse_scale_rule("mse static").allows(current, 1));  // one group begins with the row
  EXPECT_FALSE(parse_scale_rule("absmax").allows({.columns = ScaleColumns::first_of_row, .part = 128}, 1));
}

}  // namespace
}  // namespace quantcheck::test
