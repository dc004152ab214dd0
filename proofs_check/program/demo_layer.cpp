#include <quantcheck/proofs_check/program/demo_layer.h>

#include <cmath>

#include <quantcheck/proofs_check/replay/replay_layer.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/gptq_blocked.h>

namespace quantcheck::check::program {
namespace {

constexpr Index group = 32;
constexpr Index block = 32;

// Nearly normal numbers, each a sum of twelve uniform ones. They are made of integers alone, without any
// library function that differs between machines.
class Noise {
 public:
  double operator()() {
    double sum = -6.0;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum;
  }

 private:
  // A uniform number in [0, 1), by splitmix64.
  double uniform() {
    std::uint64_t x = (state_ += 0x9e3779b97f4a7c15ULL);
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return static_cast<double>((x ^ (x >> 31)) >> 11) * 0x1p-53;
  }
  std::uint64_t state_ = 2507'18553;
};

// The Hessian of activations with four samples for each channel. There are as many latent factors as
// channels, of a strength that falls as 1/k, and they are mixed into the channels. Every 40th channel is
// large.
std::vector<double> make_hessian(Index in, Noise& noise) {
  const Index samples = 4 * in;
  std::vector<double> mixing(in * in);
  for (double& m : mixing) m = noise();
  std::vector<double> hessian(in * in, 0.0);
  std::vector<double> factors(in);
  std::vector<double> x(in);
  for (Index sample = 0; sample < samples; ++sample) {
    for (Index k = 0; k < in; ++k) factors[k] = noise() / static_cast<double>(k + 1);
    for (Index j = 0; j < in; ++j) {
      x[j] = 0.05 * noise();
      for (Index k = 0; k < in; ++k) x[j] += factors[k] * mixing[k * in + j];
      if (j % 40 == 7) x[j] *= 8.0;
    }
    for (Index i = 0; i < in; ++i)
      for (Index j = 0; j < in; ++j) hessian[i * in + j] += x[i] * x[j];
  }
  for (double& h : hessian)
    h = static_cast<double>(static_cast<float>(h * 2.0 / static_cast<double>(samples)));
  return hessian;
}

}  // namespace

Case demo_layer(Index out, Index in) {
  Noise noise;
  Case c;
  c.layer.out = out;
  c.layer.in = in;
  c.layer.hessian = make_hessian(in, noise);
  std::vector<double> weight;
  for (Index i = 0; i < out * in; ++i)
    weight.push_back(static_cast<double>(static_cast<float>(0.04 * noise())));
  c.layer.weight = std::move(weight);
  c.declared.order = reference::natural_order(in);
  c.declared.dead.assign(in, false);
  c.arithmetic = Arithmetic::fp32;

  double trace = 0;
  for (Index j = 0; j < in; ++j) trace += c.layer.hessian[j * in + j];
  c.declared.damping =
      reference::exact(static_cast<double>(static_cast<float>(0.01 * trace / static_cast<double>(in))));

  c.grid.groups = in / group;
  c.grid.range = {0, 15};
  for (Index j = 0; j < in; ++j) c.grid.group_index.push_back(j / group);
  for (Index row = 0; row < out; ++row)
    for (Index g = 0; g < c.grid.groups; ++g) {
      double largest = 0;
      for (Index j = g * group; j < (g + 1) * group; ++j)
        largest = std::max(largest, std::fabs(c.layer.weight[row * in + j]));
      c.grid.scale.push_back(static_cast<double>(static_cast<float>(2.0 * largest / 15.0)));
      c.grid.zero.push_back(8);
    }
  return c;
}

void quantize_demo(Case& layer, bool carry_error) {
  Hypothesis method = as_declared(layer);
  if (!carry_error) method.block = block;
  const auto factor =
      replay_inverse_factor<float>(reference::inverse(replay_hessian<float>(layer, method)), method);
  const auto grid =
      reference::convert_grid<float>(layer.grid, [](double s) { return static_cast<float>(s); });
  layer.codes = reference::gptq_blocked(replay_weight<float>(layer), factor, grid, layer.declared.order,
                                        block, reference::decide_nearest(grid, layer.declared.rounding));
  layer.source = "GPTQ in float32, blocks of 32";
  layer.note = carry_error ? "sound" : "planted fault: error is not carried across blocks";
}

}  // namespace quantcheck::check::program
