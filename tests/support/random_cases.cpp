#include <quantcheck/tests/support/random_cases.h>

#include <cmath>
#include <numeric>
#include <utility>

#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/known_levels.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>

namespace quantcheck::test {

using check::Case;
using check::Dice;
using check::Hypothesis;
using check::Layer;
using reference::Rational;

namespace {

double uniform(Dice& dice) {
  return std::ldexp(static_cast<double>(dice.between(-(1L << 40), 1L << 40)), -40);
}

// x rounded to a significand of so many bits.
double rounded_to_bits(double x, int bits) {
  if (x == 0) return 0;
  const int exponent = std::ilogb(x) - bits + 1;
  return std::ldexp(std::nearbyint(std::ldexp(x, -exponent)), exponent);
}

int random_precision(Dice& dice) { return dice.pick({8, 11, 24, 53}); }

double in_format(double x, int bits) { return rounded_to_bits(x, bits); }

// Activations of samples that are alike but for something of the size `unlike`, of columns of unlike
// strength.
std::vector<double> random_activations(Dice& dice, Index samples, Index in, double unlike) {
  const int bits = random_precision(dice);
  const int stretch = dice.chance(25) ? 20 : 0;
  std::vector<double> strength;
  for (Index j = 0; j < in; ++j)
    strength.push_back(std::ldexp(1.0, static_cast<int>(dice.between(-stretch, stretch))));
  std::vector<double> x;
  for (Index k = 0; k < samples; ++k) {
    const double common = uniform(dice);
    for (Index j = 0; j < in; ++j)
      x.push_back(in_format((common + unlike * uniform(dice)) * strength[j], bits));
  }
  return x;
}

void set_hessian(Dice& dice, Layer& layer, double condition) {
  const double unlike = 1 / std::sqrt(condition);
  const Index samples = dice.chance(15) ? dice.between(1, layer.in) : layer.in + dice.between(1, 8);
  std::vector<double> x = random_activations(dice, samples, layer.in, unlike);
  if (dice.chance(40)) {
    layer.samples = samples;
    layer.activations = std::move(x);
    return;
  }
  const int bits = dice.chance(30) ? 24 : 53;
  layer.hessian.edit().assign(static_cast<std::size_t>(layer.in * layer.in), 0.0);
  for (Index i = 0; i < layer.in; ++i)
    for (Index j = 0; j <= i; ++j) {
      double sum = 0;
      for (Index k = 0; k < samples; ++k) sum += x[k * layer.in + i] * x[k * layer.in + j];
      layer.hessian.edit()[i * layer.in + j] = layer.hessian.edit()[j * layer.in + i] = in_format(sum, bits);
    }
}

void kill_inputs(Dice& dice, Case& c) {
  Layer& layer = c.layer;
  for (Index j = 0; j < layer.in; ++j) {
    if (!dice.chance(20)) continue;
    c.declared.dead[j] = true;
    for (Index k = 0; k < layer.samples; ++k) layer.activations.edit()[k * layer.in + j] = 0;
    if (layer.hessian.empty()) continue;
    for (Index i = 0; i < layer.in; ++i)
      layer.hessian.edit()[i * layer.in + j] = layer.hessian.edit()[j * layer.in + i] = 0;
    layer.hessian.edit()[j * layer.in + j] = dice.pick({0.0, 1.0});
  }
}

// A table that has a name, or one of a few levels, which may repeat.
std::vector<double> random_table(Dice& dice, int bits) {
  if (dice.chance(35)) return {reference::e2m1_levels.begin(), reference::e2m1_levels.end()};
  if (dice.chance(35)) return {reference::nf4_levels.begin(), reference::nf4_levels.end()};
  std::vector<double> levels;
  for (Index k = dice.between(1, 9); k > 0; --k)
    levels.push_back(!levels.empty() && dice.chance(20) ? levels.front()
                                                        : in_format(4 * uniform(dice), bits));
  return levels;
}

void set_grid(Dice& dice, Case& c) {
  const int bits = random_precision(dice);
  const double base = dice.pick({0.125, 0.3, 1.0});
  c.grid.groups = dice.between(1, std::min<Index>(c.layer.in, 4));
  for (Index j = 0; j < c.layer.in; ++j) c.grid.group_index.push_back(dice.below(c.grid.groups));
  for (Index k = 0; k < c.layer.out * c.grid.groups; ++k) {
    const double scale = in_format(base * (1.5 + uniform(dice)), bits);
    c.grid.scale.push_back(dice.chance(20) ? -scale : scale);
    c.grid.zero.push_back(dice.chance(50) ? dice.between(-3, 9) : 0);
  }
  constexpr Code few = 15;
  switch (dice.below(4)) {
    case 0:
      c.grid.range = {0, few};
      break;
    case 1:
      c.grid.range = {-few, few};
      break;
    case 2:
      c.grid.range = {0, {}};
      break;
    default:
      break;
  }
  if (dice.chance(40)) {
    c.grid.levels = random_table(dice, bits);
    c.grid.range = {0, std::ssize(c.grid.levels) - 1};
  }
  if (dice.chance(25))
    for (Index k = 0; k < c.layer.out * c.grid.groups; ++k)
      c.grid.offset.push_back(dice.chance(20) ? 0.0 : in_format(uniform(dice), bits));
}

// The nearest code to every target, where the Hessian is positive definite; else any codes.
reference::Codes nearest_codes(const Case& c, const Hypothesis& hypothesis) {
  check::ExactLayer layer = check::exact_layer(c, hypothesis);
  const auto decide = [&](Index row, Index column, const Rational& target) {
    return reference::nearest(layer.grid, row, column, target, Rounding::half_even);
  };
  try {
    return reference::nearest_plane(layer.weight, check::exact_factor(layer, hypothesis), layer.grid,
                                    layer.order, decide);
  } catch (const reference::NotPositiveDefinite&) {
    reference::Codes codes(c.layer.out, c.layer.in);
    for (Index row = 0; row < c.layer.out; ++row)
      for (Index j = 0; j < c.layer.in; ++j) codes(row, j) = decide(row, j, layer.weight(row, j));
    return codes;
  }
}

void change_some(Dice& dice, Case& c, const CodeRange& range) {
  const Index changed = dice.chance(50) ? 0 : dice.between(1, 3);
  for (Index k = 0; k < changed; ++k) {
    Code& code = c.codes.edit()(dice.below(c.layer.out), dice.below(c.layer.in));
    const Code other = code + dice.pick<Code>({-1, 1});
    if ((!range.min || other >= *range.min) && (!range.max || other <= *range.max)) code = other;
  }
}

// Moves weights, so that the residuals of some decisions come as near to a boundary as a double can bring
// them. The codes of the decisions after them may no longer be nearest.
void move_to_boundary(Dice& dice, Case& c, const Hypothesis& hypothesis) {
  const check::ExactLayer layer = check::exact_layer(c, hypothesis);
  reference::Udu<Rational> factor;
  try {
    factor = check::exact_factor(layer, hypothesis);
  } catch (const reference::NotPositiveDefinite&) {
    return;
  }
  for (Index row = 0; row < c.layer.out; ++row) {
    const Index step = dice.below(c.layer.in);
    const Index column = hypothesis.order[step];
    if (c.declared.dead[column]) continue;
    const auto& grid = layer.grid;
    Rational sum = 0;
    for (Index i = 0; i < step; ++i) {
      const Index at = hypothesis.order[i];
      sum += (layer.weight(row, at) - reference::value(grid, row, at, c.codes(row, at))) *
             factor.numerator(i, step);
    }
    const auto cell = reference::cell(grid, row, column, c.codes(row, column));
    const bool upward = dice.chance(50);
    const Rational other = abs(grid.scale_at(row, column)) / 2;
    const Rational half = upward ? cell.above.value_or(other) : -cell.below.value_or(other);
    const Rational weight =
        reference::value(grid, row, column, c.codes(row, column)) + half - sum / factor.denominator(step);
    c.layer.weight.edit()[row * c.layer.in + column] = reference::approximate(weight);
  }
}

void stretch_rows(Dice& dice, Case& c) {
  for (Index row = 0; row < c.layer.out; ++row) {
    if (!dice.chance(10)) continue;
    const int power = dice.pick({-600, -450, -380, 380, 450, 520});
    for (Index j = 0; j < c.layer.in; ++j) {
      double& weight = c.layer.weight.edit()[row * c.layer.in + j];
      weight = std::ldexp(weight, power);
    }
    for (Index k = 0; k < c.grid.groups; ++k) {
      double& scale = c.grid.scale[row * c.grid.groups + k];
      scale = std::ldexp(scale, power);
      if (c.grid.offset.empty()) continue;
      double& offset = c.grid.offset[row * c.grid.groups + k];
      offset = std::ldexp(offset, power);
    }
  }
}

Order shuffled(Dice& dice, Index in) {
  Order order(static_cast<std::size_t>(in));
  std::iota(order.begin(), order.end(), Index{0});
  if (dice.chance(60))
    for (Index k = in - 1; k > 0; --k) std::swap(order[k], order[dice.below(k + 1)]);
  return order;
}

Hypothesis random_hypothesis(Dice& dice, const Case& c) {
  Hypothesis hypothesis = check::as_declared(c);
  hypothesis.block = dice.pick<Index>({0, 0, 8, 16});
  if (dice.chance(10)) hypothesis.zero_shift = dice.pick<Code>({-1, 1});
  if (dice.chance(10)) hypothesis.damping = -c.declared.damping;
  return hypothesis;
}

Case empty_case(Index out, Index in) {
  Case c;
  c.name = "random";
  c.arithmetic = Arithmetic::exact;
  c.layer.out = out;
  c.layer.in = in;
  c.declared.dead.assign(static_cast<std::size_t>(in), false);
  return c;
}

}  // namespace

Question random_question(std::uint64_t seed, const CaseLimits& limits) {
  Dice dice(seed);
  Case c = empty_case(dice.between(1, limits.out), dice.between(1, limits.in));
  const double condition = std::pow(limits.condition, std::fabs(uniform(dice)));
  set_hessian(dice, c.layer, condition);
  if (dice.chance(30)) kill_inputs(dice, c);
  set_grid(dice, c);
  const int bits = random_precision(dice);
  for (Index k = 0; k < c.layer.out * c.layer.in; ++k)
    c.layer.weight.edit().push_back(dice.chance(5) ? 0.0 : in_format(4 * uniform(dice), bits));
  c.declared.order = shuffled(dice, c.layer.in);
  c.declared.order_given = true;
  c.declared.damping = dice.chance(60) ? Rational(dice.between(1, 9), 10) / Rational(condition) : Rational(0);
  if (dice.chance(20)) stretch_rows(dice, c);
  Hypothesis hypothesis = random_hypothesis(dice, c);
  c.codes = nearest_codes(c, hypothesis);
  change_some(dice, c, hypothesis.range);
  if (dice.chance(40)) move_to_boundary(dice, c, hypothesis);
  return {std::move(c), std::move(hypothesis)};
}

Case case_of(const check::Problem& problem, std::uint64_t seed) {
  Dice dice(seed);
  Case c = empty_case(problem.out(), problem.in());
  for (const Rational& x : problem.weight.reshaped<Eigen::RowMajor>())
    c.layer.weight.edit().push_back(reference::approximate(x));
  c.layer.samples = problem.activations.rows();
  for (const Rational& x : problem.activations.reshaped<Eigen::RowMajor>())
    c.layer.activations.edit().push_back(reference::approximate(x));
  if (c.layer.samples == 0)
    for (const Rational& x : problem.hessian.reshaped<Eigen::RowMajor>())
      c.layer.hessian.edit().push_back(reference::approximate(x));
  c.grid = reference::convert_grid<double>(problem.grid,
                                           [](const Rational& x) { return reference::approximate(x); });
  c.declared.order = problem.order;
  c.declared.order_given = true;
  c.declared.damping = problem.damping;
  c.codes = nearest_codes(c, check::as_declared(c));
  change_some(dice, c, c.grid.range);
  return c;
}

}  // namespace quantcheck::test
