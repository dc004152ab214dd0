// The published float32 code on real layers, compared with exact arithmetic and with itself after a fault was
// planted.
#include <gtest/gtest.h>

#include <filesystem>

#include <quantcheck/proofs_check/diff/difference.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/tests/support/data_folder.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {

using namespace check;

namespace {

std::optional<Case> real_case(const std::string& name) {
  const auto file = data_folder() / "gptq" / (name + ".safetensors");
  if (!std::filesystem::exists(file)) return std::nullopt;
  Case c = read_case(file.string(), Triangle::both);
  // Under a sanitizer 172 inputs take minutes, and GptqCase judges the same layers.
  if (sanitized && c.layer.in > 128) return std::nullopt;
  return c;
}

// The codes of the nearest plane in exact arithmetic. decide(row, column, nearest) returns the code to take,
// so that a test can choose the other code of a near-tie.
template <class Decide>
Case exactly(const Case& c, const Decide& decide) {
  const Hypothesis declared = as_declared(c);
  const ExactLayer layer = exact_layer(c, declared);
  const auto nearest = reference::decide_nearest(layer.grid, c.declared.rounding);
  Case result = c;
  result.codes =
      reference::nearest_plane(layer.weight, exact_factor(layer, declared), layer.grid, layer.order,
                               [&](Index row, Index column, const reference::Rational& target) {
                                 return decide(row, column, nearest(row, column, target));
                               });
  return result;
}

class RealDifference : public testing::TestWithParam<const char*> {};

TEST_P(RealDifference, Float32AndExactArithmeticBothConform) {
  const auto published = real_case(GetParam());
  if (!published) GTEST_SKIP() << "no real cases here";
  Case exact = exactly(*published, [](Index, Index, Code nearest) { return nearest; });
  exact.arithmetic = Arithmetic::exact;
  const CaseDifference d = compare(*published, exact);
  EXPECT_TRUE(d.asked.otherwise.empty() && d.asked.rounded.empty());
  EXPECT_EQ(d.outcome(), d.different > 0 ? DiffOutcome::both_conform : DiffOutcome::same);
  EXPECT_EQ(count_partings(d).both, std::ssize(d.partings));
}

TEST_P(RealDifference, AFaultIsFoundWhereItIs) {
  const auto published = real_case(GetParam());
  if (!published) GTEST_SKIP() << "no real cases here";
  Case faulty = *published;
  const Index row = faulty.layer.out / 2;
  const Index step = faulty.layer.in / 3;
  Code& code = faulty.codes.edit()(row, faulty.declared.order[step]);
  code += code + 2 <= *faulty.grid.range.max ? 2 : -2;
  const CaseDifference d = compare(*published, faulty);
  EXPECT_EQ(d.outcome(), DiffOutcome::b_fails);
  ASSERT_EQ(d.partings.size(), 1U);
  EXPECT_EQ(d.partings[0].row, row);
  EXPECT_EQ(d.partings[0].step, step);
  EXPECT_EQ(d.partings[0].b, Verdict::wrong);
  EXPECT_EQ(d.b.wrong_since, d.b.wrong);
}

INSTANTIATE_TEST_SUITE_P(Gptq, RealDifference,
                         testing::Values("stories260k_wq_layer0_sym4", "stories260k_w1_layer0_act4",
                                         "stories260k_w2_layer2_static32act"),
                         [](const auto& each) { return std::string(each.param); });

TEST(RealTie, TheOtherChoiceAtItIsAsRight) {
  const auto published = real_case("stories260k_w2_layer2_static32act");
  if (!published) GTEST_SKIP() << "no real cases here";
  const Index row = 14;
  const Index column = published->declared.order[0];  // its target is an exact tie
  const Code chosen = published->codes(row, column);
  const auto with = [&](Code code) {
    return exactly(*published, [&, code](Index r, Index j, Code nearest) {
      return r == row && j == column ? code : nearest;
    });
  };
  const Case as_published = with(chosen);
  Code other = chosen - 1;
  if (compare(as_published, with(other)).outcome() != DiffOutcome::both_conform) other = chosen + 1;
  const CaseDifference d = compare(as_published, with(other));
  EXPECT_EQ(d.outcome(), DiffOutcome::both_conform);
  EXPECT_GT(d.different, 1) << "it changes what comes after it";
  ASSERT_EQ(d.partings.size(), 1U);
  EXPECT_EQ(d.partings[0].row, row);
  EXPECT_EQ(d.partings[0].step, 0);
  ASSERT_TRUE(d.first_a && d.first_b);
  EXPECT_EQ(d.first_a->excess, 0);
  EXPECT_EQ(d.first_b->excess, 0);
  EXPECT_EQ(d.partings[0].a, Verdict::tie);
  EXPECT_EQ(d.partings[0].b, Verdict::tie);
}

}  // namespace
}  // namespace quantcheck::test
