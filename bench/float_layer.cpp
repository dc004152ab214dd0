#include <quantcheck/bench/float_layer.h>

#include <algorithm>
#include <cmath>
#include <random>

#include <quantcheck/proofs_check/replay/replay_layer.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/gptq_blocked.h>

namespace quantcheck::bench {
namespace {

constexpr Index group_size = 32;
constexpr Index block = 32;

// Nearly normal: the sum of twelve uniforms, which unlike std's distributions is the same in every library.
class Noise {
 public:
  double operator()() {
    double sum = -6.0;
    for (int i = 0; i < 12; ++i) sum += static_cast<double>(random_() >> 11) * 0x1p-53;
    return sum;
  }

 private:
  std::mt19937_64 random_{2507'18553};
};

double to_float32(double x) { return static_cast<double>(static_cast<float>(x)); }

// X^T X of 4 n samples: as many latent factors as inputs, the k-th of strength 1/k, mixed into the inputs;
// every 40th input is large.
std::vector<double> float_hessian(Index n, Noise& noise) {
  reference::Matrix<double> mixing(n, n);
  for (double& m : mixing.reshaped()) m = noise();
  reference::Matrix<double> x(4 * n, n);
  for (Index sample = 0; sample < x.rows(); ++sample) {
    reference::Vector<double> factors(n);
    for (Index k = 0; k < n; ++k) factors(k) = noise() / static_cast<double>(k + 1);
    x.row(sample) = factors.transpose() * mixing;
    for (Index j = 0; j < n; ++j) x(sample, j) = (x(sample, j) + 0.05 * noise()) * (j % 40 == 7 ? 8.0 : 1.0);
  }
  const reference::Matrix<double> hessian = reference::gram(x) * (2.0 / static_cast<double>(x.rows()));
  std::vector<double> result;
  for (const double h : hessian.reshaped<Eigen::RowMajor>()) result.push_back(to_float32(h));
  return result;
}

void add_grid(check::Case& c) {
  c.grid.groups = (c.in + group_size - 1) / group_size;
  c.grid.range = {0, 15};
  for (Index j = 0; j < c.in; ++j) c.grid.group_index.push_back(j / group_size);
  for (Index row = 0; row < c.out; ++row)
    for (Index begin = 0; begin < c.in; begin += group_size) {
      double largest = 0;
      for (Index j = begin; j < std::min(begin + group_size, c.in); ++j)
        largest = std::max(largest, std::fabs(c.weight[row * c.in + j]));
      c.grid.scale.push_back(to_float32(2.0 * largest / 15.0));
      c.grid.zero.push_back(8);
    }
}

void add_codes(check::Case& c) {
  const check::Hypothesis method = check::as_declared(c);
  const auto hessian = check::replay_hessian<float>(c, method);
  const auto factor = reference::ldl(reference::inverse(hessian));
  const auto grid = reference::convert_grid<float>(c.grid, [](double s) { return static_cast<float>(s); });
  c.codes = reference::gptq_blocked(check::replay_weight<float>(c), factor, grid, c.order, block,
                                    reference::decide_nearest(grid, c.rounding));
}

}  // namespace

check::Case float_layer(Index out, Index in) {
  Noise noise;
  check::Case c;
  c.name = "layer";
  c.out = out;
  c.in = in;
  c.hessian = float_hessian(in, noise);
  for (Index i = 0; i < out * in; ++i) c.weight.push_back(to_float32(0.04 * noise()));
  c.order = reference::natural_order(in);
  c.dead.assign(in, false);
  c.arithmetic = Arithmetic::fp32;
  double trace = 0;
  for (Index j = 0; j < in; ++j) trace += c.hessian[j * in + j];
  c.damping = reference::exact(to_float32(0.01 * trace / static_cast<double>(in)));
  add_grid(c);
  add_codes(c);
  return c;
}

}  // namespace quantcheck::bench
