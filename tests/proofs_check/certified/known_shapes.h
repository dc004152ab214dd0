// Layers with a known factor, and what the judge has to find of them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/tests/support/known_factor.h>

namespace quantcheck::test {

/// Every distance, on either side of the boundary.
inline std::vector<Distance> both_sides(const std::vector<int>& exponents) {
  std::vector<Distance> distances{{0, false}};
  for (const int exponent : exponents) {
    distances.push_back({exponent, true});
    distances.push_back({exponent, false});
  }
  return distances;
}

inline const std::vector<int> all_exponents{20, 30, 45, 52, 58, 59, 61, 70};

inline check::Verdict verdict_of(check::Side side) {
  using check::Side;
  using check::Verdict;
  return side == Side::outside ? Verdict::wrong : side == Side::tie ? Verdict::tie : Verdict::exact;
}

inline auto by_step(const check::OutsideDecision& a) { return std::pair(a.place.step, a.place.row); }

/// The judgement is that of the construction, in every place.
inline void expect_judged(const KnownLayer& known, const check::Judgement& judgement) {
  using check::OutsideDecision;
  const auto& sides = known.sides;
  EXPECT_EQ(judgement.reason, "");
  const Order& order = known.c.declared.order;
  for (Index row = 0; row < known.c.layer.out; ++row)
    for (Index k = 0; k < sides.steps; ++k)
      ASSERT_EQ(judgement.decisions(row, order[k]), verdict_of(sides.side(row, k))) << row << ", step " << k;
  EXPECT_EQ(judgement.tie, known.ties);
  EXPECT_EQ(judgement.wrong, std::ssize(sides.outside));
  EXPECT_EQ(judgement.outside, std::ssize(sides.outside));
  EXPECT_EQ(judgement.clipped, sides.clipped);
  EXPECT_EQ(judgement.undecided, 0);
  EXPECT_EQ(judgement.verdict,
            sides.outside.empty() ? check::RunVerdict::conforms : check::RunVerdict::fails);
  ASSERT_EQ(judgement.first_wrong.has_value(), !sides.outside.empty());
  if (sides.outside.empty()) return;
  const OutsideDecision& first =
      *std::ranges::min_element(sides.outside, {}, [](const auto& d) { return by_step(d); });
  EXPECT_EQ(judgement.first_wrong->row, first.place.row);
  EXPECT_EQ(judgement.first_wrong->step, first.place.step);
  EXPECT_EQ(judgement.first_wrong->column, order[first.place.step]);
  EXPECT_NEAR(judgement.first_wrong->excess, first.excess, 0x1p-50 * first.excess);
  const double farthest = std::ranges::max_element(sides.outside, {}, &OutsideDecision::excess)->excess;
  EXPECT_NEAR(judgement.max_excess->excess, farthest, 0x1p-50 * farthest);
}

inline void expect_judged(const KnownLayer& known) {
  expect_judged(known, check::judge(known.c, check::as_declared(known.c)));
}

/// A shape and what it is called.
struct NamedShape {
  std::string name;
  KnownShape shape;
};

/// Shapes in which each stage of the judge is needed.
inline std::vector<NamedShape> known_shapes(Index in) {
  return {
      {"plain", {.in = in, .distances = both_sides(all_exponents)}},
      {"rounding", {.in = in, .distances = both_sides(all_exponents), .random_order = true, .digits = 16}},
      {"scaled",
       {.in = in, .distances = both_sides(all_exponents), .random_order = true, .columns_scaled = 300}},
      {"nearly_singular", {.in = in, .distances = both_sides(all_exponents), .least_pivot = -16}},
      {"ties_and_insides", {.in = in, .distances = {{0}, {45, false}, {61, true}, {52, false}, {70, true}}}},
      {"exactly_the_width", {.in = in, .distances = {{60, true}, {60, false}}, .digits = 16}}};
}

}  // namespace quantcheck::test
