// Closest vectors, compared with every possible code.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/criteria/residual.h>
#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/lattice/closest_vector.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {
namespace {

using namespace reference;

constexpr Index plenty = 20000;

// The codes of one row as a matrix of the layer's shape; the other rows are 0.
Codes as_codes(const Problem& p, Index row, const std::vector<Code>& row_codes) {
  Codes codes = Codes::Zero(p.out(), p.in());
  for (Index j = 0; j < p.in(); ++j) codes(row, j) = row_codes[j];
  return codes;
}

Vector<Rational> error_of(const Problem& p, Index row, const std::vector<Code>& codes) {
  return reference::error_of(p.weight, as_codes(p, row, codes), p.grid, p.order, row);
}

std::vector<Code> nearest_plane_row(const Problem& p, const Udu<Rational>& factor, Index row,
                                    Rounding rounding) {
  const Codes codes = nearest_plane(p.weight, factor, p.grid, p.order, decide_nearest(p.grid, rounding));
  const auto row_codes = codes.row(row);
  return {row_codes.begin(), row_codes.end()};
}

struct Interval {
  Code min;
  Code max;
};

// A box that contains all codes of a row whose loss is at most `loss`. By Cauchy-Schwarz, e_j^2 <= (H^-1)_jj
// e H e^T.
std::vector<Interval> certain_box(const Problem& p, Index row, const Rational& loss) {
  const Matrix<Rational> inverse_hessian = inverse(factored_hessian(p));
  std::vector<Interval> box(p.in());
  for (Index k = 0; k < p.in(); ++k) {
    const Index column = p.order[k];
    const auto possible = [&](Code code) {
      const Rational e = p.weight(row, column) - value(p.grid, row, column, code);
      const bool in_range = (!p.grid.range.min || code >= *p.grid.range.min) &&
                            (!p.grid.range.max || code <= *p.grid.range.max);
      return in_range && e * e <= inverse_hessian(k, k) * loss;
    };
    const Code start = nearest(p.grid, row, column, p.weight(row, column), Rounding::half_even);
    box[column] = {start, start};
    while (possible(box[column].min - 1) && start - box[column].min < plenty) --box[column].min;
    while (possible(box[column].max + 1) && box[column].max - start < plenty) ++box[column].max;
  }
  return box;
}

// Calls `visit` with each vector of codes in the box, counting like an odometer.
template <class Visit>
void for_each_codes(const std::vector<Interval>& box, Visit visit) {
  std::vector<Code> codes;
  for (const Interval& interval : box) codes.push_back(interval.min);
  while (true) {
    visit(codes);
    std::size_t j = 0;
    while (j < box.size() && codes[j] == box[j].max) {
      codes[j] = box[j].min;
      ++j;
    }
    if (j == box.size()) return;
    ++codes[j];
  }
}

// Whether the search promises `a` rather than `b`, which has the same loss: at the first step where they
// differ, the code of `a` is nearer to the target, or as near and greater.
bool comes_first(const Problem& p, const Udu<Rational>& factor, Index row, const std::vector<Code>& a,
                 const std::vector<Code>& b) {
  const Vector<Rational> v_a = residual(error_of(p, row, a), factor);
  const Vector<Rational> v_b = residual(error_of(p, row, b), factor);
  for (Index k = 0; k < p.in(); ++k) {
    const Code code_a = a[p.order[k]];
    const Code code_b = b[p.order[k]];
    if (code_a != code_b) return std::tuple(abs(v_a(k)), -code_a) < std::tuple(abs(v_b(k)), -code_b);
  }
  return false;
}

ClosestVector by_brute_force(const Problem& p, const Udu<Rational>& factor, Index row,
                             const std::vector<Interval>& box) {
  const Matrix<Rational> hessian = factored_hessian(p);
  std::optional<ClosestVector> best;
  for_each_codes(box, [&](const std::vector<Code>& codes) {
    const Rational loss = reference::loss(error_of(p, row, codes), hessian);
    if (!best || loss < best->loss || (loss == best->loss && comes_first(p, factor, row, codes, best->codes)))
      best = {codes, loss};
  });
  return *best;
}

RC_GTEST_PROP(ClosestVector, IsTheBestOfAllCodes, ()) {
  const Problem p = *problems({.in = 4, .out = 1, .codes = 5});
  const Udu<Rational> factor = udu_fraction_free(factored_hessian(p));
  const std::vector<Interval> all(p.in(), {*p.grid.range.min, *p.grid.range.max});
  const auto closest = closest_vector(p.weight, factor, p.grid, p.order, 0, plenty);
  const ClosestVector expected = by_brute_force(p, factor, 0, all);
  RC_ASSERT(closest);
  RC_ASSERT(closest->loss == expected.loss);
  RC_ASSERT(closest->codes == expected.codes);
}

// The box for the loss of the nearest plane contains all optima, whether the grid is bounded or not.
RC_GTEST_PROP(ClosestVector, IsTheBestOfAllCodesThatCanBeAsGoodAsTheNearestPlane, ()) {
  Problem p = *problems({.in = 4, .out = 1});
  Dice dice(*seeds());
  if (dice.chance(50)) p.grid.range = {};
  const Matrix<Rational> hessian = factored_hessian(p);
  const Udu<Rational> factor = udu(hessian);
  const std::vector<Code> start = nearest_plane_row(p, factor, 0, p.rounding);
  const std::vector<Interval> box = certain_box(p, 0, loss(error_of(p, 0, start), hessian));
  Code size = 1;
  for (const Interval& interval : box)
    size = std::min<Code>(size * (interval.max - interval.min + 1), plenty);
  RC_CLASSIFY(size >= 300);
  if (size >= 300) return;

  const auto closest = closest_vector(p.weight, factor, p.grid, p.order, 0, plenty);
  const ClosestVector expected = by_brute_force(p, factor, 0, box);
  RC_ASSERT(closest);
  RC_ASSERT(closest->loss == expected.loss);
  RC_ASSERT(closest->codes == expected.codes);
}

// The loss that is reported is that of the codes, and at most that of the nearest plane.
RC_GTEST_PROP(ClosestVector, LosesNoMoreThanTheNearestPlane, ()) {
  const Problem p = *problems({.in = 6});
  const Matrix<Rational> hessian = factored_hessian(p);
  const Udu<Rational> factor = udu_fraction_free(hessian);
  for (Index row = 0; row < p.out(); ++row) {
    const auto closest = closest_vector(p.weight, factor, p.grid, p.order, row, 500);
    if (!closest) continue;
    RC_ASSERT(closest->loss == loss(error_of(p, row, closest->codes), hessian));
    const std::vector<Code> start = nearest_plane_row(p, factor, row, p.rounding);
    RC_ASSERT(closest->loss <= loss(error_of(p, row, start), hessian));
  }
}

// The least loss does not depend on the order of the search.
RC_GTEST_PROP(ClosestVector, TheOrderDoesNotMatterToTheLoss, ()) {
  Problem p = *problems({.in = 6, .out = 1});
  const auto closest = [&] {
    return closest_vector(p.weight, udu(factored_hessian(p)), p.grid, p.order, 0, 500);
  };
  const auto forward = closest();
  std::reverse(p.order.begin(), p.order.end());
  const auto backward = closest();
  if (forward && backward) RC_ASSERT(forward->loss == backward->loss);
}

// However few nodes the search may visit, its answer is right or there is none. It has to try at least one
// code for each column.
RC_GTEST_PROP(ClosestVector, ASearchCutShortSaysNothing, ()) {
  const Problem p = *problems({.in = 5, .out = 1});
  Dice dice(*seeds());
  const Udu<Rational> factor = udu(factored_hessian(p));
  const auto closest = [&](Index nodes) {
    return closest_vector(p.weight, factor, p.grid, p.order, 0, nodes);
  };
  RC_ASSERT(!closest(p.in() - 1));
  const auto whole = closest(500);
  const auto part = closest(dice.below(60));
  if (whole && part) {
    RC_ASSERT(part->codes == whole->codes);
    RC_ASSERT(part->loss == whole->loss);
  }
  RC_ASSERT(whole || !part);
}

TEST(ClosestVector, ByHand) {
  // U_01 = 1/2. The nearest plane takes code 0 for 2/5, which leaves t_1 = 1/2 + 1/5 and code 1: v = (2/5,
  // -3/10), and the loss is 3/2 * 4/25 + 2 * 9/100 = 21/50. With code 1 first, t_1 = 1/2 - 3/10 and code 0:
  // v = (-3/5, 1/5), and the loss is 31/50.
  const Matrix<Rational> hessian{{Rational(2), Rational(1)}, {Rational(1), Rational(2)}};
  const Grid<Rational> grid{1, {1}, {0}, {0, 0}, {}};
  const Matrix<Rational> weight{{Rational(2, 5), Rational(1, 2)}};
  const auto closest = closest_vector(weight, udu(hessian), grid, {0, 1}, 0, plenty);
  ASSERT_TRUE(closest);
  EXPECT_EQ(closest->codes, (std::vector<Code>{0, 1}));
  EXPECT_EQ(closest->loss, Rational(21, 50));
}

// D = (1/100, 1) and U_01 = 1/2: the next code in the first column costs little, and saves the tie in the
// second.
TEST(ClosestVector, IsNotAlwaysTheNearestPlane) {
  const Matrix<Rational> hessian{{Rational(26, 100), Rational(1, 2)}, {Rational(1, 2), Rational(1)}};
  const Grid<Rational> grid{1, {1}, {0}, {0, 0}, {}};
  const Matrix<Rational> weight{{Rational(0), Rational(1, 2)}};
  const auto closest = closest_vector(weight, udu(hessian), grid, {0, 1}, 0, plenty);
  ASSERT_TRUE(closest);
  EXPECT_EQ(closest->codes, (std::vector<Code>{1, 0}));  // not (0, 1), which loses 1/4, nor (-1, 1)
  EXPECT_EQ(closest->loss, Rational(1, 100));
}

}  // namespace
}  // namespace quantcheck::test
