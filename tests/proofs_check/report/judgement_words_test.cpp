// The words that every judgement is reported with.
#include <gtest/gtest.h>

#include <quantcheck/proofs_check/report/judgement_words.h>

namespace quantcheck::test {

using namespace check;

namespace {

TEST(JudgementWords, SayScalesWhereProgramsReadSteps) {
  EXPECT_EQ(reason_words("moved decisions by more than 1/64 of a step, so"),
            "moved decisions by more than 1/64 of a scale, so");
  EXPECT_EQ(reason_words("300 inputs"), "300 inputs");
}

TEST(JudgementWords, SayWhatIsNotDeclared) {
  Described subject;
  EXPECT_EQ(arithmetic_words(subject), "fp32 (assumed: none declared)");
  subject.arithmetic = Arithmetic::bf16;
  EXPECT_EQ(arithmetic_words(subject), "bf16");
}

TEST(JudgementWords, SayWhatALossIsOfItsBound) {
  RunJudgement j;
  EXPECT_EQ(loss_words(j), "beyond the range of double");
  j.loss = {1, 1};
  j.bound = {4, 4};
  j.ratio = {0.25, 0.25};
  EXPECT_EQ(loss_words(j), "1, 0.25 of the bound 4");
}

}  // namespace
}  // namespace quantcheck::test
