#include <quantcheck/tests/support/random_options.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <sstream>
#include <utility>

namespace quantcheck::test {

using check::Dice;
using namespace optimized;

Order shuffled_order(Dice& dice, Index in) {
  Order order(in);
  std::iota(order.begin(), order.end(), Index{0});
  for (Index k = in - 1; k > 0; --k) std::swap(order[k], order[dice.below(k + 1)]);
  return order;
}

FactorOptions random_factor_options(Dice& dice, Index in) {
  FactorOptions options;
  options.method = dice.pick({Method::nearest_plane, Method::gptq});
  options.order = dice.pick({OrderKind::natural, OrderKind::act, OrderKind::min_pivot, OrderKind::given});
  if (options.order == OrderKind::given) options.given_order = shuffled_order(dice, in);
  options.damping = {dice.pick({0.01, 0.05, 0.005}), dice.pick({0.0, 0.0, 0.001})};
  options.dead_inputs = dice.pick({DeadInputs::keep, DeadInputs::zero});
  return options;
}

GridOptions random_grid_options(Dice& dice, Index in, Index least_group) {
  GridOptions options;
  options.bits = static_cast<int>(dice.between(2, 8));
  options.symmetric = dice.chance(50);
  options.clip = !dice.chance(20);
  options.fit = dice.pick({GridFit::extent, GridFit::least_squares});
  options.group_size = dice.chance(30) ? 0 : dice.between(least_group, std::max(least_group, in + 1));
  options.scales = dice.pick({GroupScales::fixed, GroupScales::current});
  options.rounding = dice.pick({Rounding::half_even, Rounding::half_up, Rounding::half_away});
  if (dice.chance(25)) options.levels = dice.pick<Index>({1, 2, 14, 1000});
  return options;
}

std::string name_of(Method method) { return method == Method::gptq ? "gptq" : "nearest_plane"; }

std::string name_of(OrderKind order) {
  constexpr std::array names{"natural", "act", "min_pivot", "given"};
  return names[static_cast<std::size_t>(order)];
}

std::string describe(const FactorOptions& options) {
  std::ostringstream text;
  text << name_of(options.method) << ", order " << name_of(options.order) << ", damping "
       << options.damping.relative << " + " << options.damping.absolute << ", dead inputs "
       << (options.dead_inputs == DeadInputs::zero ? "zero" : "keep");
  return text.str();
}

std::string describe(const GridOptions& options) {
  constexpr std::array roundings{"half_even", "half_up", "half_away"};
  std::ostringstream text;
  text << options.bits << " bits, levels " << options.levels << ", "
       << (options.symmetric ? "symmetric" : "asymmetric") << (options.clip ? "" : ", unclipped")
       << (options.fit == GridFit::least_squares ? ", least squares" : ", extent") << ", groups of "
       << options.group_size << (options.scales == GroupScales::current ? " current" : " fixed") << ", "
       << roundings[static_cast<std::size_t>(options.rounding)];
  return text.str();
}

}  // namespace quantcheck::test
