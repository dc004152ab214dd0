// Cases after public bug reports, as a user sees them judged. These tests are skipped where the data is not at
// hand.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <quantcheck/tests/proofs_check/program/program_fixture.h>
#include <quantcheck/tests/support/data_folder.h>

namespace quantcheck::test {
namespace {

class FieldCase : public ProgramTest {
 protected:
  // What `verify --json` prints of the case; empty where the case is not here.
  Finished judged(const std::string& name) const {
    const auto file = data_folder() / "field" / (name + ".safetensors");
    return std::filesystem::exists(file) ? run("verify --json " + std::filesystem::absolute(file).string())
                                         : Finished{};
  }
};

TEST_F(FieldCase, Float16ScalesInFloat32AreRecognised) {
  const Finished narrow = judged("scale_f16");
  const Finished wide = judged("scale_f16_as_float");
  if (narrow.out.empty() || wide.out.empty()) GTEST_SKIP() << "the cases are not here";
  EXPECT_EQ(narrow.status, 0);
  EXPECT_EQ(wide.status, 0);
  const auto json = nlohmann::json::parse(wide.out);
  EXPECT_EQ(json["counts"], nlohmann::json::parse(narrow.out)["counts"]);
  EXPECT_EQ(json["recognised"],
            nlohmann::json::parse(R"([{"tensor": "scale", "stored": "fp32", "format": "fp16"}])"));
}

TEST_F(FieldCase, ATransposedScaleIsNamed) {
  const Finished outcome = judged("scale_transposed_shape");
  if (outcome.out.empty()) GTEST_SKIP() << "the case is not here";
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.err.find("the shape is [4, 24]; out x groups = [24, 4] is needed: it is transposed"),
            std::string::npos)
      << outcome.err;
}

TEST_F(FieldCase, ScalesThatClipHalfOfTheWeightsAreAFinding) {
  const Finished outcome = judged("scale_saturates");
  if (outcome.out.empty()) GTEST_SKIP() << "the case is not here";
  EXPECT_EQ(outcome.status, 0);
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json["verdict"], "CONFORMS");
  EXPECT_EQ(json["findings"].at(0).at("id"), "clipping");
  const std::string words = json["findings"].at(0).at("words");
  EXPECT_NE(words.find("805 of 1536 decisions (52.4%) are clipped, and the loss is 145.5 times the bound"),
            std::string::npos)
      << words;
  EXPECT_NE(words.find("96 of 96 scales (rows 0 to 23) leave a weight more than a scale beyond the grid"),
            std::string::npos)
      << words;
}

struct Expected {
  const char* name;
  const char* cause;
  const char* half;
};

TEST_F(FieldCase, EveryFaultIsNamed) {
  for (const Expected& expected : {
           Expected{"512_inputs_scale_changed", "scales:changed-power-of-two", "grid"},
           Expected{"batches_weighted", "another-hessian", "hessian"},
           Expected{"damping_retry", "damping:other", "hessian"},
           Expected{"error_of_integer_code", "error:of-code", "hessian"},
           Expected{"hessian_unsmoothed", "another-hessian", "hessian"},
           Expected{"no_g_idx", "groups:processing-order", "grid"},
           Expected{"published_mask_at_wrong_places", "hessian:masked-elsewhere", "hessian"},
           Expected{"published_silent_rounding", "plain-rounding", "hessian"},
           Expected{"published_update_past_group", "update:past-group:32", "hessian"},
           Expected{"scale_pow2_after", "scales:changed-power-of-two", "grid"},
           Expected{"scales_of_other_rows", "scales:rows-interleaved-thirds-inverse", "grid"},
       }) {
    SCOPED_TRACE(expected.name);
    const Finished outcome = judged(expected.name);
    if (outcome.out.empty()) GTEST_SKIP() << "the cases are not here";
    EXPECT_EQ(outcome.status, 1);
    const auto json = nlohmann::json::parse(outcome.out);
    EXPECT_EQ(json["verdict"], "FAILS");
    EXPECT_EQ(json["cause"], expected.cause);
    EXPECT_EQ(json["half"], expected.half);
  }
}

TEST_F(FieldCase, OneCosetOnlyIsNamed) {
  const Finished outcome = judged("half_coset_only");
  if (outcome.out.empty()) GTEST_SKIP() << "the case is not here";
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(nlohmann::json::parse(outcome.out)["cause"], "one-coset:halves");
}

TEST_F(FieldCase, WhereWrongDecisionsStartIsSaid) {
  const Finished outcome = judged("published_update_past_group");
  if (outcome.out.empty()) GTEST_SKIP() << "the case is not here";
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json["start"]["words"],
            "all wrong decisions come at or after step 32, the first of the second group");
}

TEST_F(FieldCase, TheFoundDampingIsTheOneThatWasUsed) {
  const Finished outcome = judged("damping_retry");
  if (outcome.out.empty()) GTEST_SKIP() << "the case is not here";
  const std::string words = nlohmann::json::parse(outcome.out)["cause_words"];
  EXPECT_NE(words.find("0.0625 of its mean diagonal (159.5761)"), std::string::npos) << words;
}

TEST_F(FieldCase, ScalesOfTheFirstBlockAreNamed) {
  const Finished outcome = judged("published_scale_of_first_block");
  if (outcome.out.empty()) GTEST_SKIP() << "the case is not here";
  EXPECT_EQ(outcome.status, 0);
  const auto rule = nlohmann::json::parse(outcome.out)["scale_rule"];
  EXPECT_EQ(rule["rule"]["columns"], "first_of_row");
  EXPECT_EQ(rule["rule"]["part"], 128);
  EXPECT_EQ(rule["groups_fit"], 64);
}

}  // namespace
}  // namespace quantcheck::test
