// Grids of every kind: integers or tables of levels, with zeros and offsets. Each decision, cell and bound is
// found a second time by going through all codes.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/problems/random_levels.h>
#include <quantcheck/reference/criteria/box.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/criteria/relative_bound.h>
#include <quantcheck/reference/criteria/residual.h>
#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/known_levels.h>
#include <quantcheck/reference/lattice/closest_vector.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/babai_on_basis.h>
#include <quantcheck/reference/quantizers/babai_reduced.h>
#include <quantcheck/reference/quantizers/gptq.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/reference/quantizers/obq.h>
#include <quantcheck/reference/quantizers/plain_rounding.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {
namespace {

using namespace reference;
using check::exact_levels;

constexpr Rounding roundings[] = {Rounding::half_even, Rounding::half_up, Rounding::half_away};

// At most 16 codes, so that all can be gone through.
const Limits few_codes{.in = 4, .out = 2, .codes = 16, .any_grid = true};

std::vector<Code> all_codes(const Grid<Rational>& grid) {
  const Code first = grid.levels.empty() ? *grid.range.min : 0;
  const Code last = grid.levels.empty() ? *grid.range.max : std::ssize(grid.levels) - 1;
  std::vector<Code> codes(last - first + 1);
  std::iota(codes.begin(), codes.end(), first);
  return codes;
}

// scale * (level - zero) + offset.
Rational value_by_words(const Grid<Rational>& grid, Index row, Index column, Code code) {
  const Index at = row * grid.groups + grid.group_index[column];
  const Rational level = grid.levels.empty() ? Rational(code) : grid.levels[code];
  return grid.scale[at] * (level - grid.zero[at]) + (grid.offset.empty() ? Rational(0) : grid.offset[at]);
}

// All codes at the least distance from the target.
std::vector<Code> nearest_by_enumeration(const Grid<Rational>& grid, Index row, Index column,
                                         const Rational& target) {
  std::vector<Code> found;
  Rational least = 0;
  for (const Code code : all_codes(grid)) {
    const Rational distance = abs(target - value_by_words(grid, row, column, code));
    if (found.empty() || distance < least) found.clear();
    if (found.empty()) least = distance;
    if (distance == least) found.push_back(code);
  }
  return found;
}

// The code of several at the same distance that the rule for ties takes.
Code chosen(const Grid<Rational>& grid, Index row, Index column, const std::vector<Code>& tied,
            Rounding rounding) {
  const Code zero = grid.zero_at(row, column);
  const auto level = [&](Code code) { return grid.levels.empty() ? Rational(code) : grid.levels[code]; };
  const auto least_first = [&](Code a, Code b) {
    return level(a) < level(b) || (level(a) == level(b) && a < b);
  };
  std::vector<Code> sorted = tied;
  std::sort(sorted.begin(), sorted.end(), least_first);
  const Code below = sorted.front();
  Code above = below;  // the first code of the other value
  for (const Code code : sorted)
    if (level(above) == level(below)) above = code;
  if (level(above) == level(below)) return below;
  const auto is_even = [&](Code code) { return (grid.levels.empty() ? code - zero : code) % 2 == 0; };
  switch (rounding) {
    case Rounding::half_up:
      return above;
    case Rounding::half_away:
      return abs(level(below) - zero) > abs(level(above) - zero) ? below : above;
    default:
      return is_even(below) == is_even(above) || is_even(below) ? below : above;
  }
}

RC_GTEST_PROP(AnyGrid, TheValueIsAsDefined, ()) {
  const Problem p = *problems(few_codes);
  for (Index row = 0; row < p.out(); ++row)
    for (Index j = 0; j < p.in(); ++j)
      for (const Code code : all_codes(p.grid))
        RC_ASSERT(value(p.grid, row, j, code) == value_by_words(p.grid, row, j, code));
}

RC_GTEST_PROP(AnyGrid, TheNearestCodeIsThatOfAllCodes, ()) {
  const Problem p = *problems(few_codes);
  Dice dice(*seeds());
  const std::vector<Code> codes = all_codes(p.grid);
  for (Index row = 0; row < p.out(); ++row)
    for (Index j = 0; j < p.in(); ++j) {
      // The weight, a value, and half-way between two values, which are often neighbours.
      const auto any = [&] { return value(p.grid, row, j, codes[dice.below(std::ssize(codes))]); };
      for (const Rational& target : {Rational(p.weight(row, j)), any(), Rational((any() + any()) / 2)}) {
        const std::vector<Code> tied = nearest_by_enumeration(p.grid, row, j, target);
        for (const Rounding rounding : roundings)
          RC_ASSERT(nearest(p.grid, row, j, target, rounding) == chosen(p.grid, row, j, tied, rounding));
      }
    }
}

// The targets by their meaning: were the columns from step j on free, the least loss would have the errors
// -H_FF^-1 H_FE e_E there.
void expect_nearest_at_each_step(const Problem& p, const Codes& codes) {
  const Matrix<Rational> hessian = factored_hessian(p);
  for (Index row = 0; row < p.out(); ++row) {
    Vector<Rational> e(p.in());
    for (Index j = 0; j < p.in(); ++j) {
      const Index column = p.order[j];
      const Index free = p.in() - j;
      const Matrix<Rational> solved = inverse(Matrix<Rational>(hessian.bottomRightCorner(free, free)));
      const Vector<Rational> best = -solved * (hessian.bottomLeftCorner(free, j) * e.head(j));
      const Rational target = p.weight(row, column) - best(0);
      const std::vector<Code> tied = nearest_by_enumeration(p.grid, row, column, target);
      RC_ASSERT(codes(row, column) == chosen(p.grid, row, column, tied, p.rounding));
      e(j) = p.weight(row, column) - value_by_words(p.grid, row, column, codes(row, column));
    }
  }
}

RC_GTEST_PROP(AnyGrid, EveryDecisionOfGptqIsTheNearestOfAllCodes, ()) {
  const Problem p = *problems(few_codes);
  const auto decide = decide_nearest(p.grid, p.rounding);
  expect_nearest_at_each_step(p, gptq(p.weight, ldl(inverse(factored_hessian(p))), p.grid, p.order, decide));
}

RC_GTEST_PROP(AnyGrid, EveryDecisionOfTheNearestPlaneIsTheNearestOfAllCodes, ()) {
  const Problem p = *problems(few_codes);
  const auto decide = decide_nearest(p.grid, p.rounding);
  expect_nearest_at_each_step(p, nearest_plane(p.weight, udu(factored_hessian(p)), p.grid, p.order, decide));
}

RC_GTEST_PROP(AnyGrid, PlainRoundingTakesTheNearestOfAllCodes, ()) {
  const Problem p = *problems(few_codes);
  const Codes codes = plain_rounding(p.weight, p.grid, p.rounding);
  for (Index row = 0; row < p.out(); ++row)
    for (Index j = 0; j < p.in(); ++j) {
      const std::vector<Code> tied = nearest_by_enumeration(p.grid, row, j, p.weight(row, j));
      RC_ASSERT(codes(row, j) == chosen(p.grid, row, j, tied, p.rounding));
    }
}

// An offset moves weights and values alike.
RC_GTEST_PROP(AnyGrid, OffsetsAndWeightsMoveTogether, ()) {
  const Problem p = *problems({.in = 5, .activations = true, .any_grid = true});
  Problem moved = p;
  moved.grid.offset.clear();
  for (Index row = 0; row < p.out(); ++row)
    for (Index j = 0; j < p.in(); ++j) moved.weight(row, j) -= p.grid.offset_at(row, j);
  const auto codes_of = [](const Problem& q) {
    return nearest_plane(q.weight, udu(factored_hessian(q)), q.grid, q.order,
                         decide_nearest(q.grid, q.rounding));
  };
  const auto babai_of = [](const Problem& q) {
    return babai_on_basis(q.weight, factor_basis(q), q.grid, q.order, decide_nearest(q.grid, q.rounding));
  };
  const auto reduced_of = [](const Problem& q) {
    return babai_reduced(q.weight, factor_basis(q), q.grid, q.order, q.rounding);
  };
  RC_ASSERT(codes_of(p) == codes_of(moved));
  RC_ASSERT(babai_of(p) == babai_of(moved));
  if (p.grid.levels.empty()) {
    RC_ASSERT(reduced_of(p) == reduced_of(moved));
  } else {
    RC_ASSERT_THROWS_AS(reduced_of(p), Error);
  }
}

// The values next to a code's value, by sorting those of all codes.
struct Neighbours {
  std::optional<Rational> below;
  std::optional<Rational> above;
};

Neighbours neighbours_of(const Grid<Rational>& grid, Index row, Index column, Code code) {
  const Rational own = value(grid, row, column, code);
  std::vector<Rational> values;
  for (const Code other : all_codes(grid)) values.push_back(value(grid, row, column, other));
  std::sort(values.begin(), values.end());
  Neighbours found;
  for (const Rational& other : values) {
    if (other < own) found.below = other;
    if (other > own && !found.above) found.above = other;
  }
  return found;
}

RC_GTEST_PROP(AnyGrid, ACellEndsHalfWayToTheNeighbours, ()) {
  const Problem p = *problems(few_codes);
  for (Index row = 0; row < p.out(); ++row)
    for (Index j = 0; j < p.in(); ++j)
      for (const Code code : all_codes(p.grid)) {
        const Neighbours beside = neighbours_of(p.grid, row, j, code);
        const Rational own = value(p.grid, row, j, code);
        const Cell<Rational> around = cell(p.grid, row, j, code);
        RC_ASSERT(around.below.has_value() == beside.below.has_value());
        RC_ASSERT(around.above.has_value() == beside.above.has_value());
        if (around.below) RC_ASSERT(*around.below == (own - *beside.below) / 2);
        if (around.above) RC_ASSERT(*around.above == (*beside.above - own) / 2);
      }
}

// Every field is computed again from the words of its definition, for targets in and around each cell.
RC_GTEST_PROP(AnyGrid, ThePositionInTheBoxIsAsDefined, ()) {
  const Problem p = *problems(few_codes);
  Dice dice(*seeds());
  for (const Code code : all_codes(p.grid)) {
    const Index j = dice.below(p.in());
    const Neighbours beside = neighbours_of(p.grid, 0, j, code);
    const Rational own = value(p.grid, 0, j, code);
    const Rational scale = p.grid.scale_at(0, j);
    const Rational unit = abs(scale) * dice.pick<Rational>({1, Rational(1, 7)});
    const Rational v = unit * Rational(dice.between(-24, 24), dice.pick<Index>({4, 5}));
    const BoxPosition<Rational> position = box_position(p.grid, 0, j, code, v);

    const auto distance_to = [&](const std::optional<Rational>& neighbour) {
      return neighbour ? std::optional<Rational>(abs(*neighbour - own)) : std::nullopt;
    };
    const auto crossed = distance_to(v > 0 ? beside.above : beside.below);
    const auto other = distance_to(v > 0 ? beside.below : beside.above);
    RC_ASSERT(position.asked == crossed.has_value());
    if (!crossed && !other && !p.grid.levels.empty()) {
      RC_ASSERT(!position.clipped);
      RC_ASSERT(position.excess <= 0);
      continue;
    }
    const Rational gap = crossed ? *crossed : other ? *other : Rational(abs(scale));
    RC_ASSERT(abs(position.r) == abs(v) / gap);
    RC_ASSERT((position.r > 0) == (v / scale > 0));
    RC_ASSERT(position.excess == abs(v) / gap - Rational(1, 2));
    RC_ASSERT(position.clipped == (!crossed && abs(v) > gap / 2));
    const std::vector<Code> tied = nearest_by_enumeration(p.grid, 0, j, Rational(own + v));
    const bool is_nearest = std::find(tied.begin(), tied.end(), code) != tied.end();
    RC_ASSERT((!position.asked || position.excess <= 0) == is_nearest);
  }
}

// Levels times 2^k with scales times 2^-k are the same grid: no position changes.
RC_GTEST_PROP(AnyGrid, TheUnitOfTheLevelsDoesNotMatter, ()) {
  const Problem p = *problems(few_codes);
  RC_PRE(!p.grid.levels.empty());
  Dice dice(*seeds());
  const Rational unit = dice.pick<Rational>({2, Rational(1, 8), 1024});
  Grid<Rational> other = p.grid;
  for (Rational& level : other.levels) level *= unit;
  for (Rational& scale : other.scale) scale /= unit;
  other.zero.assign(other.zero.size(), 0);
  Grid<Rational> same = p.grid;
  same.zero = other.zero;
  for (const Code code : all_codes(same)) {
    const Rational v = Rational(dice.between(-24, 24), 5) * same.scale_at(0, 0);
    const auto before = box_position(same, 0, 0, code, v);
    const auto after = box_position(other, 0, 0, code, v);
    RC_ASSERT(before.excess == after.excess);
    RC_ASSERT(before.r == after.r);
    RC_ASSERT(before.asked == after.asked);
    RC_ASSERT(before.clipped == after.clipped);
    for (const Rounding rounding : roundings)
      RC_ASSERT(nearest(same, 0, 0, v, rounding) == nearest(other, 0, 0, v, rounding));
  }
}

TEST(AnyGrid, ConvertsWithAllItsParts) {
  const Grid<float> grid{2, {0.5F, -3.0F}, {1, 0}, {1, 0, 1}, {0, 3}, {1.5F, -0.25F}, {0.125F, 7.0F}};
  const auto converted = convert_grid<Rational>(grid, [](float x) { return exact(static_cast<double>(x)); });
  const Grid<Rational> expected{2,
                                {Rational(1, 2), -3},
                                {1, 0},
                                {1, 0, 1},
                                {0, 3},
                                {Rational(3, 2), Rational(-1, 4)},
                                {Rational(1, 8), 7}};
  EXPECT_TRUE(converted == expected);
}

template <class Number>
Grid<Number> plain_table(std::vector<Number> levels) {
  return {1, {Number(1)}, {0}, {0, 0}, {}, std::move(levels)};
}

// The ties of e2m1 in floating point, as hardware rounds them: to the even significand.
TEST(AnyGrid, TiesOfE2m1GoToTheEvenSignificand) {
  const Grid<double> grid = plain_table(std::vector<double>(e2m1_levels.begin(), e2m1_levels.end()));
  const std::pair<double, double> ties[] = {{0.25, 0}, {0.75, 1}, {1.25, 1}, {1.75, 2},
                                            {2.5, 2},  {3.5, 4},  {5, 4}};
  for (const auto& [tie, even] : ties)
    for (const double sign : {1.0, -1.0}) {
      const auto rounded = [&](double target) {
        return value(grid, 0, 0, nearest(grid, 0, 0, sign * target, Rounding::half_even));
      };
      EXPECT_EQ(rounded(tie), sign * even) << tie;
      EXPECT_GT(std::abs(rounded(std::nextafter(tie, 9))), tie);
      EXPECT_LT(std::abs(rounded(std::nextafter(tie, 0))), tie);
    }
  EXPECT_EQ(nearest(grid, 0, 0, 1e300, Rounding::half_even), 7);
  EXPECT_EQ(nearest(grid, 0, 0, -1e300, Rounding::half_even), 15);
  EXPECT_EQ(nearest(grid, 0, 0, -0.0, Rounding::half_even), 0);  // the least of the codes of 0
  EXPECT_THROW(nearest(grid, 0, 0, std::numeric_limits<double>::quiet_NaN(), Rounding::half_even), Error);
}

TEST(AnyGrid, TheOtherRulesForTies) {
  const Grid<Rational> grid = plain_table(std::vector<Rational>{-1, 1, 3, 4});
  const auto code = [&](const Rational& target, Rounding rounding) {
    return nearest(grid, 0, 0, target, rounding);
  };
  EXPECT_EQ(code(2, Rounding::half_even), 2);  // codes 1 and 2
  EXPECT_EQ(code(0, Rounding::half_even), 0);  // codes 0 and 1
  EXPECT_EQ(code(0, Rounding::half_up), 1);
  EXPECT_EQ(code(0, Rounding::half_away), 1);               // equally far from 0: the greater level
  EXPECT_EQ(code(Rational(7, 2), Rounding::half_even), 2);  // codes 2 and 3
  const Grid<Rational> odd = plain_table(std::vector<Rational>{9, -4, 9, -2});
  EXPECT_EQ(nearest(odd, 0, 0, Rational(-3), Rounding::half_even), 1);  // both are odd: the lesser level
  EXPECT_EQ(nearest(odd, 0, 0, Rational(-3), Rounding::half_away), 1);
  EXPECT_EQ(nearest(odd, 0, 0, Rational(-3), Rounding::half_up), 3);
}

TEST(AnyGrid, NothingIsAskedOfASingleLevel) {
  const Grid<Rational> grid = plain_table(std::vector<Rational>{3, 3});
  for (const int v : {-5, 0, 5}) {
    const auto position = box_position(grid, 0, 0, 1, Rational(v));
    EXPECT_FALSE(position.asked);
    EXPECT_FALSE(position.clipped);
    EXPECT_EQ(position.excess, Rational(-1, 2));
  }
  const Udu<Rational> factor = udu(Matrix<Rational>{{2, 1}, {1, 2}});
  const Codes codes{{0, 1}};
  EXPECT_FALSE(loss_bound(factor, grid, {0, 1}, codes, 0));
  EXPECT_FALSE(squared_gaps(factor, grid, {0, 1}, codes, 0));
  EXPECT_FALSE(squared_smallest_gaps(factor, grid, {0, 1}, 0));
}

TEST(AnyGrid, TheBoundsByHand) {
  // D = (3/2, 2). Beside 4 the larger gap of e2m1 is 2, and beside 0 it is 1/2; the smallest of all is 1/2.
  Grid<Rational> grid = plain_table(exact_levels(e2m1_levels));
  grid.scale = {Rational(-3)};
  const Udu<Rational> factor = udu(Matrix<Rational>{{2, 1}, {1, 2}});
  const Codes codes{{6, 8}};
  EXPECT_EQ(loss_bound(factor, grid, {0, 1}, codes, 0),
            Rational(9, 4) * (Rational(3, 2) * 4 + 2 * Rational(1, 4)));
  const auto larger = squared_gaps(factor, grid, {0, 1}, codes, 0);
  const auto smallest = squared_smallest_gaps(factor, grid, {0, 1}, 0);
  EXPECT_EQ(relative_bound(larger.value(), smallest.value()), (54 + Rational(9, 2)) / Rational(27, 8));
}

RC_GTEST_PROP(AnyGrid, TheBoundsOfIntegersAreThoseWithoutCodes, ()) {
  Problem p = *problems();
  p.grid.range = {};
  const Udu<Rational> factor = udu(factored_hessian(p));
  const Codes codes = nearest_plane(p.weight, factor, p.grid, p.order, decide_nearest(p.grid, p.rounding));
  for (Index row = 0; row < p.out(); ++row) {
    RC_ASSERT(loss_bound(factor, p.grid, p.order, codes, row) == loss_bound(factor, p.grid, p.order, row));
    const Vector<Rational> norms = squared_norms(factor, p.grid, p.order, row);
    RC_ASSERT(squared_smallest_gaps(factor, p.grid, p.order, row) == norms);
  }
}

// The least loss of a row over all codes of the grid.
Rational least_loss(const Problem& p, Index row, const Matrix<Rational>& hessian) {
  const std::vector<Code> offered = all_codes(p.grid);
  std::vector<std::size_t> at(p.in(), 0);
  std::optional<Rational> least;
  for (bool more = true; more;) {
    Codes codes(p.out(), p.in());
    for (Index j = 0; j < p.in(); ++j) codes(row, j) = offered[at[j]];
    const Rational found = loss(error_of(p.weight, codes, p.grid, p.order, row), hessian);
    if (!least || found < *least) least = found;
    more = false;
    for (Index j = 0; j < p.in() && !more; ++j) {
      more = ++at[j] < offered.size();
      if (!more) at[j] = 0;
    }
  }
  return *least;
}

RC_GTEST_PROP(AnyGrid, TheClosestVectorIsTheBestOfAllCodes, ()) {
  const Problem p = *problems({.in = 3, .out = 1, .codes = 5, .any_grid = true});
  const Matrix<Rational> hessian = factored_hessian(p);
  const auto closest = closest_vector(p.weight, udu(hessian), p.grid, p.order, 0, 10000);
  RC_ASSERT(closest);
  RC_ASSERT(closest->loss == least_loss(p, 0, hessian));
  Codes codes(1, p.in());
  for (Index j = 0; j < p.in(); ++j) codes(0, j) = closest->codes[j];
  RC_ASSERT(closest->loss == loss(error_of(p.weight, codes, p.grid, p.order, 0), hessian));
}

}  // namespace
}  // namespace quantcheck::test
