#include <quantcheck/tests/support/random_requests.h>

#include <algorithm>
#include <initializer_list>

#include <quantcheck/tests/support/random_options.h>

namespace quantcheck::test {

using check::Dice;
using check::GridRequest;
using check::LatticeOptions;
using check::Layer;
using check::QuantizeOptions;
using reference::Rational;

namespace {

double small_number(Dice& dice) { return static_cast<double>(dice.between(-128, 128)) / 64; }

check::GivenScales random_scales(Dice& dice, const Layer& layer) {
  check::GivenScales given;
  given.groups = dice.between(1, std::min<Index>(3, layer.in));
  for (Index k = 0; k < layer.out * given.groups; ++k) {
    given.scale.push_back(static_cast<double>(dice.between(1, 40)) / 64);
    given.zero.push_back(dice.between(-5, 5));
  }
  if (layer.in % given.groups != 0 || dice.chance(50))
    for (Index j = 0; j < layer.in; ++j) given.group_index.push_back(dice.below(given.groups));
  if (dice.chance(30)) given.zero.clear();
  return given;
}

GridRequest random_grid(Dice& dice, const Layer& layer, bool current) {
  GridRequest grid;
  grid.bits = static_cast<int>(dice.between(2, 8));
  grid.symmetric = dice.chance(50);
  if (dice.chance(40)) {
    const Code least = dice.between(-20, 20);
    grid.range = {least, least + dice.between(1, 30)};
  }
  grid.unbounded = dice.chance(20);
  grid.fit = dice.pick({GridFit::extent, GridFit::least_squares});
  grid.group_size = dice.chance(30) ? 0 : dice.between(3, std::max<Index>(3, layer.in + 1));
  grid.scales = current ? GroupScales::current : GroupScales::fixed;
  if (!dice.chance(25)) return grid;
  grid.given = random_scales(dice, layer);
  if (!dice.chance(50)) return grid;
  grid.range = CodeRange{};
  if (dice.chance(50)) grid.range->min = dice.between(-20, 0);
  if (dice.chance(50)) grid.range->max = dice.between(0, 20);
  return grid;
}

}  // namespace

Layer random_request_layer(Dice& dice, Index out, Index in, bool dead) {
  Layer layer;
  layer.out = out;
  layer.in = in;
  for (Index k = 0; k < out * in; ++k) layer.weight.edit().push_back(small_number(dice));
  layer.samples = 2 * in + dice.below(5) + 3;
  for (Index k = 0; k < layer.samples * in; ++k) layer.activations.edit().push_back(small_number(dice));
  for (Index j = 1; dead && j < in; ++j) {
    if (!dice.chance(30)) continue;
    for (Index sample = 0; sample < layer.samples; ++sample) layer.activations.edit()[sample * in + j] = 0;
  }
  if (dice.chance(50)) return layer;
  layer.hessian.edit().assign(in * in, 0.0);
  for (Index sample = 0; sample < layer.samples; ++sample)
    for (Index i = 0; i < in; ++i)
      for (Index j = 0; j < in; ++j)
        layer.hessian.edit()[i * in + j] +=
            layer.activations[sample * in + i] * layer.activations[sample * in + j];
  layer.activations.edit().clear();
  layer.samples = 0;
  return layer;
}

QuantizeOptions random_quantize_options(Dice& dice, const Layer& layer) {
  QuantizeOptions options;
  options.method = dice.pick(
      {check::QuantizeMethod::gptq, check::QuantizeMethod::nearest_plane, check::QuantizeMethod::rtn});
  options.arithmetic = dice.pick({Arithmetic::exact, Arithmetic::fp32});
  options.grid = random_grid(dice, layer, dice.chance(50));
  options.rounding = dice.pick({Rounding::half_even, Rounding::half_up, Rounding::half_away});
  options.order = dice.pick({OrderKind::natural, OrderKind::act, OrderKind::min_pivot, OrderKind::given});
  if (options.order == OrderKind::given) options.given_order = shuffled_order(dice, layer.in);
  options.damping.relative = dice.pick({Rational(1, 100), Rational(1, 20), Rational(1, 7)});
  options.damping.absolute = dice.pick({Rational(0), Rational(0), Rational(1, 10)});
  options.dead_inputs = dice.pick({DeadInputs::keep, DeadInputs::zero});
  return options;
}

LatticeOptions random_lattice_options(Dice& dice, Layer& layer) {
  LatticeOptions options;
  options.method = dice.pick({check::LatticeMethod::nestquant, check::LatticeMethod::ldlq});
  options.arithmetic = dice.pick({Arithmetic::exact, Arithmetic::fp32});
  options.q = dice.pick<Code>({2, 3, 4, 7, 14, 16, 63});
  if (dice.chance(70)) {
    float beta = 0;
    for (Index left = dice.between(1, 4); left > 0; --left)
      options.betas.push_back(beta += static_cast<float>(dice.between(1, 20)) / 64);
  }
  options.best_betas = dice.between(1, 5);
  options.choice = dice.pick({BetaChoice::opt, BetaChoice::first});
  options.rotate = dice.chance(50);
  options.block_order = dice.pick({BlockOrder::first, BlockOrder::last});
  options.damping.relative = dice.pick({Rational(1, 100), Rational(1, 20)});
  if (options.method == check::LatticeMethod::nestquant) {
    layer.hessian.edit().clear();
    layer.activations.edit().clear();
    layer.samples = 0;
  }
  return options;
}

}  // namespace quantcheck::test
