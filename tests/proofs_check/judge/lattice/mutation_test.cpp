// Faults planted one at a time in a float32 NestQuant: the judge must fail every one and pass the sound one.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <quantcheck/proofs_check/io/lattice_file.h>
#include <quantcheck/proofs_check/io/safetensors.h>
#include <quantcheck/proofs_check/report/lattice.h>
#include <quantcheck/tests/support/float_nestquant.h>

namespace quantcheck::test {
namespace {

/// Writes, reads, judges and reports, as the program does.
nlohmann::json report_on(const check::LatticeCase& made) {
  const check::LatticeCase c = check::parse_lattice_case(
      check::parse_safetensors(check::serialize_lattice_case(made), made.name), check::Triangle::both);
  const check::LatticeJudgement judgement = check::judge(c);
  const auto cause = check::diagnose(c, judgement);
  return nlohmann::json::parse(
      check::json_report(check::LatticeReport<check::LatticeCase>{c, judgement, cause}));
}

// A fault of first-beta, or of a tail, is planted where it can be.
NestedShape shape_for(NestedFault fault) {
  NestedShape shape;
  shape.first = fault == NestedFault::overload_by_lattice_flag || fault == NestedFault::overload_not_tested;
  if (fault == NestedFault::overload_by_lattice_flag) shape.rows = 96;
  if (fault == NestedFault::tail_dropped) shape.cols = 61;
  return shape;
}

TEST(LatticeMutation, TheSoundQuantizerConforms) {
  for (const int q : {2, 3, 4, 8, 14, 16, 255}) {
    for (const bool first : {false, true}) {
      for (const Index cols : {64, 61, 3}) {
        const NestedShape shape{.rows = 24, .cols = cols, .q = q, .first = first};
        const auto json = report_on(nested_case(shape, 1));
        EXPECT_EQ(json["verdict"], "CONFORMS") << "q " << q << " first " << first << json;
        EXPECT_EQ(json["counts"]["wrong"], 0);
        EXPECT_EQ(json["overloaded"]["passed"], 0);
        EXPECT_TRUE(json["first_wrong"].is_null());
        EXPECT_TRUE(json["cause"].is_null());
      }
    }
  }
}

TEST(LatticeMutation, TheSoundQuantizerConformsWithoutDecodedValues) {
  for (const bool first : {false, true}) {
    check::LatticeCase c = nested_case({.first = first}, 2);
    const auto with = report_on(c);
    c.decoded.clear();
    const auto without = report_on(c);
    EXPECT_EQ(without["verdict"], "CONFORMS") << without;
    EXPECT_GE(without["counts"]["tie"], with["counts"]["tie"]);
  }
}

TEST(LatticeMutation, EveryFaultFailsAndIsNamed) {
  for (const auto& [fault, name, cause] : nested_faults) {
    SCOPED_TRACE(name);
    const auto json = report_on(nested_case(shape_for(fault), 7, fault));
    EXPECT_EQ(json["verdict"], "FAILS") << json;
    EXPECT_GT(json["counts"]["wrong"], 0);
    ASSERT_TRUE(json["first_wrong"].is_object());
    if (cause.empty()) {
      EXPECT_TRUE(json["cause"].is_null()) << json["cause"];
    } else {
      EXPECT_EQ(json["cause"], cause) << json;
    }
  }
}

TEST(LatticeMutation, AFlippedCodeIsTheOnlyWrongOne) {
  const auto json = report_on(nested_case({}, 11, NestedFault::one_code_flipped));
  EXPECT_EQ(json["counts"]["wrong"], 1);
  EXPECT_EQ(json["first_wrong"]["row"], 5);
  EXPECT_EQ(json["first_wrong"]["block"], 3);
  EXPECT_EQ(json["first_wrong"]["parts"]["code"], "WRONG");
}

TEST(LatticeMutation, BlocksThatPassTheLatticeFlagAreListed) {
  const auto json = report_on(nested_case(shape_for(NestedFault::overload_by_lattice_flag), 7,
                                          NestedFault::overload_by_lattice_flag));
  EXPECT_EQ(json["overloaded"]["passed"], json["counts"]["wrong"]);
  EXPECT_EQ(json["overloaded"]["places"].size(), json["counts"]["wrong"]);
  EXPECT_EQ(json["wrong_parts"]["betas"], json["counts"]["wrong"]);
  EXPECT_GT(json["squared_error"], json["first_squared_error"]);
}

TEST(LatticeMutation, ATailIsDroppedInNoOtherBlock) {
  const auto json =
      report_on(nested_case(shape_for(NestedFault::tail_dropped), 7, NestedFault::tail_dropped));
  EXPECT_EQ(json["first_wrong"]["block"], 7);
  EXPECT_LE(json["counts"]["wrong"], 24);
}

}  // namespace
}  // namespace quantcheck::test
