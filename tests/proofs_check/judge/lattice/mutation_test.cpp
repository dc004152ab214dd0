// Faults planted one at a time in a float32 NestQuant. The judge must fail each of them, and pass the sound
// quantizer.
#include <gtest/gtest.h>

#include <array>

#include <nlohmann/json.hpp>

#include <quantcheck/proofs_check/io/cases/lattice_file.h>
#include <quantcheck/proofs_check/io/formats/safetensors.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/report/lattice.h>
#include <quantcheck/reference/lattice/e8_nearest.h>
#include <quantcheck/tests/support/float_nestquant.h>

namespace quantcheck::test {
namespace {

/// Writes the case, reads it again, judges it and returns the JSON report, as the program does.
nlohmann::json report_on(const check::LatticeCase& made) {
  const check::LatticeCase c = check::parse_lattice_case(
      check::parse_safetensors(check::serialize_lattice_case(made), made.name), check::Triangle::both);
  const check::LatticeJudgement judgement = check::judge(c);
  const auto cause = check::diagnose(c, judgement);
  return nlohmann::json::parse(
      check::json_report(check::LatticeReport<check::LatticeCase>{c, judgement, cause}));
}

// A shape for which the fault can show: one with first-beta, or one whose columns 8 does not divide.
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

// |t|^2 - 2 <t, y> + |y|^2 in float32. Each sum is taken from first to last.
float expanded_distance(const std::array<float, 8>& t, const reference::E8Point& y) {
  float squares = 0;
  float product = 0;
  float norm = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const float coordinate = static_cast<float>(y.twice[i]) / 2;
    squares += t[i] * t[i];
    product += t[i] * coordinate;
    norm += coordinate * coordinate;
  }
  return squares - 2 * product + norm;
}

// The targets have coordinates of some hundreds. Each is coded as the neighbour of its nearest point that
// seems nearest by the expanded distance.
TEST(LatticeMutation, ExpandedDistancesAreNamedFarFromZero) {
  check::LatticeCase c;
  c.name = "expanded";
  c.rows = 200;
  c.cols = 8;
  c.q = 4096;
  c.beta = {1.0};
  c.beta_index.assign(200, 0);
  c.arithmetic = Arithmetic::fp32;
  check::Dice dice(3);
  for (Index row = 0; row < c.rows; ++row) {
    std::array<float, 8> t{};
    reference::Block<double> wide{};
    for (std::size_t i = 0; i < 8; ++i) {
      t[i] = static_cast<float>(dice.between(-3000000, 3000000)) / 4096.0F;
      wide[i] = static_cast<double>(t[i]);
      c.values.push_back(wide[i]);
    }
    const reference::E8Point nearest = reference::nearest_e8<double>(wide);
    reference::E8Point taken = nearest;
    for (const reference::E8Point& r : reference::e8_minimal_vectors())
      if (expanded_distance(t, nearest + r) < expanded_distance(t, taken)) taken = nearest + r;
    for (const Code code : reference::voronoi_code(taken, c.q)) c.codes.push_back(code);
  }
  const auto json = report_on(c);
  EXPECT_GT(json["counts"]["wrong"], 2) << json;
  EXPECT_EQ(json["cause"], "distances-expanded") << json;
}

}  // namespace
}  // namespace quantcheck::test
