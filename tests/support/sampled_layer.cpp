#include <quantcheck/tests/support/sampled_layer.h>

#include <quantcheck/proofs_check/problems/dice.h>

namespace quantcheck::test {

using check::Dice;

namespace {

constexpr Index samples = 24;

// A nearly normal value of variance 1.
double deviate(Dice& dice) {
  double sum = 0;
  for (int k = 0; k < 3; ++k) sum += static_cast<double>(dice.between(-1000000, 1000000)) / 1e6;
  return sum;
}

}  // namespace

std::vector<float> sample_activations(Index count, Index in, std::uint64_t seed) {
  Dice dice(seed);
  std::vector<double> strength(in);
  for (double& each : strength) each = static_cast<double>(dice.between(25, 150)) / 100.0;
  std::vector<float> x;
  for (Index sample = 0; sample < count; ++sample) {
    const double common = deviate(dice);
    for (Index j = 0; j < in; ++j)
      x.push_back(static_cast<float>(strength[j] * (0.8 * deviate(dice) + 0.6 * common)));
  }
  return x;
}

SampledLayer sample_layer(Index out, Index in, std::uint64_t seed, bool dead) {
  SampledLayer layer{out, in, {}, std::vector<float>(in * in)};
  const std::vector<float> x = sample_activations(samples, in, seed);
  for (Index i = 0; i < in; ++i)
    for (Index j = 0; j <= i; ++j) {
      double sum = 0;
      for (Index sample = 0; sample < samples; ++sample)
        sum += static_cast<double>(x[sample * in + i]) * static_cast<double>(x[sample * in + j]);
      const bool zero = dead && (i % 8 == 5 || j % 8 == 5);
      layer.hessian[i * in + j] = layer.hessian[j * in + i] =
          zero ? 0.0F : static_cast<float>(sum / static_cast<double>(samples));
    }
  Dice dice(seed + 1);
  for (Index k = 0; k < out * in; ++k) {
    const double unit = dice.chance(1) ? 0.4 : 0.05;
    layer.weight.push_back(dice.chance(2) ? 0.0F : static_cast<float>(unit * deviate(dice)));
  }
  return layer;
}

std::vector<double> as_double(const std::vector<float>& values) { return {values.begin(), values.end()}; }

}  // namespace quantcheck::test
