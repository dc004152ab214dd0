#include <quantcheck/proofs_check/problems/problem.h>

#include <algorithm>
#include <optional>
#include <utility>

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/problems/random_activations.h>
#include <quantcheck/proofs_check/problems/random_hessian.h>
#include <quantcheck/proofs_check/problems/random_levels.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {

using reference::exact;
using reference::Matrix;
using reference::Rational;

namespace {

Grid<Rational> random_groups(Dice& dice, Index in) {
  Grid<Rational> grid;
  const Index group_size = dice.between(1, in + 1);
  const bool shuffled = dice.chance(25);
  grid.groups = shuffled ? dice.between(1, 4) : (in + group_size - 1) / group_size;
  for (Index j = 0; j < in; ++j)
    grid.group_index.push_back(shuffled ? dice.below(grid.groups) : j / group_size);
  return grid;
}

CodeRange random_range(Dice& dice, Code codes) {
  if (codes > 0) {
    const Code min = dice.between(-2, 2);
    return {min, min + dice.below(codes)};
  }
  const Code end = dice.between(-3, 4);
  switch (dice.below(8)) {
    case 0:
    case 1:
      return {};
    case 2:
      return {end, {}};
    case 3:
      return {{}, end};
    case 4:
      return {end, end};
    case 5:
      return {-8, 7};
    case 6:
      return {0, 15};
    default:
      return {end, end + 2};
  }
}

void fill_grid(Dice& dice, Index out, Grid<Rational>& grid) {
  const bool zeros = dice.chance(50);
  for (Index row = 0; row < out; ++row) {
    const Rational base = dice.pick<Rational>(
        {1, 1, 1, Rational(1, 4), Rational(1, 10), 3, exact(0x1p40), exact(0x1p-40), exact(0.1)});
    for (Index group = 0; group < grid.groups; ++group) {
      const Rational scale =
          base * dice.pick<Rational>({1, 1, 2, Rational(1, 2), Rational(3, 2), Rational(7, 5)});
      grid.scale.push_back(dice.chance(25) ? Rational(-scale) : scale);
      grid.zero.push_back(zeros ? dice.between(-3, 9) : 0);
    }
  }
}

void fill_offsets(Dice& dice, Grid<Rational>& grid) {
  if (dice.chance(50)) return;
  grid.offset.reserve(grid.scale.size());
  for (const Rational& scale : grid.scale)
    grid.offset.push_back(scale * Rational(dice.between(-9, 9), dice.pick<Index>({1, 2, 3})));
}

// A table of levels in place of the range in three of four cases, and offsets in half of all.
void make_any_grid(Dice& dice, Code most, Grid<Rational>& grid) {
  if (dice.chance(75)) {
    grid.levels = random_levels(dice, most);
    grid.range = {};
  }
  fill_offsets(dice, grid);
}

// A weight in scales. What is not a multiple of 1/2 is often next to one, and some weights lie far outside of
// any range.
Rational random_steps(Dice& dice) {
  Rational halves(dice.between(-13, 13), 2);
  switch (dice.below(10)) {
    case 0:
      return 0;
    case 1:
    case 2:
      return Rational(dice.between(-100, 100), 16);
    case 3:
    case 4:
      return Rational(dice.between(-100000, 100000), 9973);
    case 5: {
      const Rational distance = exact(dice.pick({0x1p-24, 0x1p-61}));
      return halves + distance * dice.pick<Rational>({1, -1});
    }
    case 6:
      return halves * 100;
    default:
      return halves;
  }
}

Order random_order(Dice& dice, const Problem& problem) {
  Order order = reference::natural_order(problem.hessian.rows());
  switch (dice.below(4)) {
    case 0:
      return order;
    case 1:
      return reference::act_order(problem.hessian);
    case 2:
      return reference::min_pivot_order(reference::damped(problem.hessian, problem.damping));
    default:
      for (Index k = problem.hessian.rows() - 1; k > 0; --k) std::swap(order[k], order[dice.below(k + 1)]);
      return order;
  }
}

// A distance in levels that random weights are measured in: 1 for integers, and an eighth of the largest
// level for tables.
Rational unit_of(const Grid<Rational>& grid) {
  Rational largest = 0;
  for (const Rational& level : grid.levels) largest = std::max(largest, Rational(abs(level)));
  return largest == 0 ? Rational(1) : Rational(largest / 8);
}

// The gap beside a code on the side that `steps` points to, or else on the other side, and 1 where there is
// none.
Rational gap_beside(const Grid<Rational>& grid, Code code, const Rational& steps) {
  const reference::Gaps<Rational> gaps = reference::gaps(grid, code);
  const std::optional<Rational>& side = steps > 0 ? gaps.above : gaps.below;
  const std::optional<Rational>& other = steps > 0 ? gaps.below : gaps.above;
  return side ? *side : other.value_or(Rational(1));
}

Matrix<Rational> random_weight(Dice& dice, const Problem& problem, Index out) {
  const Index in = problem.hessian.rows();
  Matrix<Rational> weight(out, in);
  const Rational unit = unit_of(problem.grid);
  for (Index row = 0; row < out; ++row)
    for (Index j = 0; j < in; ++j)
      weight(row, j) =
          random_steps(dice) * unit * problem.grid.scale_at(row, j) + problem.grid.offset_at(row, j);
  return weight;
}

// The least and the greatest code of the grid. Where an end is open, nine codes.
std::pair<Code, Code> codes_around(const Grid<Rational>& grid) {
  if (!grid.levels.empty()) return {0, std::ssize(grid.levels) - 1};
  const Code low = grid.range.min.value_or(grid.range.max.value_or(4) - 8);
  return {low, grid.range.max.value_or(low + 8)};
}

// Chooses where each target lies, on ties and next to them at every step, and finds the weights that lead
// there: w = value(codes) + e with e U = v, for any codes in the range.
Matrix<Rational> planted_weight(Dice& dice, const Problem& problem, Index out) {
  const Index in = problem.hessian.rows();
  const reference::Udu<Rational> factor = reference::udu(factored_hessian(problem));
  const auto [low, high] = codes_around(problem.grid);
  const Rational half(1, 2);
  const Rational near = half + exact(dice.pick({0x1p-24, 0x1p-61, -0x1p-24, -0x1p-61}));
  Matrix<Rational> weight(out, in);
  reference::Vector<Rational> e(in);
  for (Index row = 0; row < out; ++row)
    for (Index j = 0; j < in; ++j) {
      const Index column = problem.order[j];
      const Rational steps = dice.pick<Rational>({half, -half, near, Rational(-near), 0, Rational(1, 3)});
      const Code code = dice.between(low, high);
      e(j) = steps * gap_beside(problem.grid, code, steps) * problem.grid.scale_at(row, column);
      for (Index i = 0; i < j; ++i) e(j) -= e(i) * factor.numerator(i, j);
      weight(row, column) = reference::value(problem.grid, row, column, code) + e(j);
    }
  return weight;
}

Problem with_hessian(DampedHessian drawn) {
  Problem problem;
  problem.hessian = std::move(drawn.hessian);
  problem.damping = std::move(drawn.damping);
  return problem;
}

Problem with_activations(DampedActivations drawn) {
  Problem problem;
  problem.hessian = reference::gram(drawn.activations);
  problem.activations = std::move(drawn.activations);
  problem.damping = std::move(drawn.damping);
  return problem;
}

Rational root_of_square(const Rational& square) {
  Rational root = square < 0 ? Rational(0) : Rational(sqrt(numerator(square)), sqrt(denominator(square)));
  if (root * root != square) throw Error("the damping is not the square of a rational");
  return root;
}

}  // namespace

Problem random_problem(std::uint64_t seed, const Limits& limits) {
  Dice dice(seed);
  Problem problem = limits.activations ? with_activations(random_activations(dice, limits.in))
                                       : with_hessian(random_hessian(dice, limits.in));
  const Index in = problem.hessian.rows();
  const Index out = dice.between(1, limits.out);
  problem.grid = random_groups(dice, in);
  problem.grid.range = random_range(dice, limits.codes);
  fill_grid(dice, out, problem.grid);
  if (limits.any_grid) make_any_grid(dice, limits.codes, problem.grid);
  std::vector<bool> dead(in, false);
  const bool some_die = !limits.activations && dice.chance(25);
  for (Index j = 0; some_die && j < in; ++j) {
    dead[j] = dice.chance(30);
    if (!dead[j]) continue;
    disconnect(problem.hessian, j);
    problem.hessian(j, j) = 1;
  }
  problem.order = random_order(dice, problem);
  problem.weight = dice.chance(40) ? planted_weight(dice, problem, out) : random_weight(dice, problem, out);
  for (Index j = 0; j < in; ++j)
    if (dead[j]) problem.weight.col(j).setConstant(Rational(0));
  problem.rounding = dice.pick({Rounding::half_even, Rounding::half_up, Rounding::half_away});
  return problem;
}

Matrix<Rational> factored_hessian(const Problem& problem) {
  return reference::permuted(reference::damped(problem.hessian, problem.damping), problem.order);
}

Matrix<Rational> factor_basis(const Problem& problem) {
  if (problem.activations.size() == 0) throw Error("the problem has no activations to make a basis of");
  Matrix<Rational> activations = problem.activations(Eigen::all, problem.order);
  if (problem.damping == 0) return activations;
  const Index samples = activations.rows();
  Matrix<Rational> basis = Matrix<Rational>::Constant(samples + problem.in(), problem.in(), Rational(0));
  basis.topRows(samples) = activations;
  basis.bottomRows(problem.in()).diagonal().setConstant(root_of_square(problem.damping));
  return basis;
}

}  // namespace quantcheck::check
