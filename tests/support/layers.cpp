#include <quantcheck/tests/support/layers.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include <Eigen/QR>

namespace quantcheck::test {
namespace {

using Eigen::MatrixXd;

MatrixXd random_matrix(Eigen::Index n, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  return MatrixXd::NullaryExpr(n, n, [&] { return normal(random); });
}

}  // namespace

FloatLayer random_layer(const LayerShape& shape, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  const std::size_t n = shape.in;
  FloatLayer layer;
  layer.out = shape.out;
  layer.in = n;
  layer.group_size = shape.group_size;
  layer.damping = static_cast<float>(1.0 / shape.condition);

  const auto size = static_cast<Eigen::Index>(n);
  const MatrixXd q = Eigen::HouseholderQR<MatrixXd>(random_matrix(size, random)).householderQ();
  // Up to 1e4 the condition comes from correlation; the rest comes from channels of unlike strength.
  const double correlated = std::min(shape.condition, 1e4);
  const auto position = [&](Eigen::Index i) {
    return static_cast<double>(i) / static_cast<double>(std::max<Eigen::Index>(size - 1, 1));
  };
  Eigen::VectorXd spectrum(size);
  Eigen::VectorXd strength(size);
  for (Eigen::Index i = 0; i < size; ++i) {
    spectrum(i) = std::pow(0.05 / correlated, position(i));
    strength(i) = std::pow(correlated / shape.condition, position(i) / 2);
  }
  std::shuffle(strength.begin(), strength.end(), random);
  const MatrixXd h =
      strength.asDiagonal() * (q * spectrum.asDiagonal() * q.transpose()) * strength.asDiagonal();
  for (Eigen::Index i = 0; i < size; ++i)
    for (Eigen::Index j = 0; j < size; ++j)
      layer.hessian.push_back(static_cast<float>(h(std::max(i, j), std::min(i, j))));

  layer.order.resize(n);
  std::iota(layer.order.begin(), layer.order.end(), std::size_t{0});
  if (shape.act_order)
    std::stable_sort(layer.order.begin(), layer.order.end(), [&](std::size_t a, std::size_t b) {
      return layer.hessian[a * n + a] > layer.hessian[b * n + b];
    });

  for (std::size_t i = 0; i < layer.out * n; ++i)
    layer.weight.push_back(static_cast<float>(0.05 * normal(random)));
  for (std::size_t i = 0; i < layer.out * layer.groups(); ++i) {
    layer.scale.push_back(static_cast<float>(0.012 * std::exp(0.2 * normal(random))));
    layer.zero.push_back(6 + static_cast<int>(random() % 4));
  }
  return layer;
}

check::Case case_of(const FloatLayer& layer, const std::vector<int>& codes) {
  check::Case c;
  c.name = "case";
  c.layer.out = static_cast<Index>(layer.out);
  c.layer.in = static_cast<Index>(layer.in);
  c.layer.weight.edit().assign(layer.weight.begin(), layer.weight.end());
  c.layer.hessian.edit().assign(layer.hessian.begin(), layer.hessian.end());
  c.codes.edit().resize(c.layer.out, c.layer.in);
  std::copy(codes.begin(), codes.end(), c.codes.edit().data());
  c.grid.groups = static_cast<Index>(layer.groups());
  c.grid.scale.assign(layer.scale.begin(), layer.scale.end());
  c.grid.zero.assign(layer.zero.begin(), layer.zero.end());
  c.grid.range = {layer.qmin, layer.qmax};
  for (std::size_t j = 0; j < layer.in; ++j)
    c.grid.group_index.push_back(static_cast<Index>(j / layer.group_size));
  c.declared.order.assign(layer.order.begin(), layer.order.end());
  c.declared.order_given = true;
  c.declared.dead.assign(layer.in, false);
  c.declared.damping = reference::exact(static_cast<double>(layer.damping));
  c.arithmetic = Arithmetic::fp32;
  return c;
}

}  // namespace quantcheck::test
