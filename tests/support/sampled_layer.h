// Layers of any size, made from a seed without linear algebra.
#pragma once

#include <cstdint>
#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::test {

struct SampledLayer {
  Index out = 0;
  Index in = 0;
  std::vector<float> weight;   // out x in
  std::vector<float> hessian;  // in x in, exactly symmetric, undamped

  MatrixView<const float> weights() const { return {weight.data(), out, in, in}; }
  MatrixView<const float> hessians() const { return {hessian.data(), in, in, in}; }
};

/// A random layer. The Hessian is that of 24 correlated samples of inputs of unlike strength, with a mean
/// diagonal of about 1. Beyond 24 inputs it is singular; with 1% damping its condition is about 50 * in.
/// Where `dead` is set, one input in eight is dead. Weights are about 0.05, a few 0, a few eight times as
/// large.
SampledLayer sample_layer(Index out, Index in, std::uint64_t seed, bool dead = false);

/// Activations (samples x in). The Hessian of sample_layer is made from 24 samples of the same seed.
std::vector<float> sample_activations(Index samples, Index in, std::uint64_t seed);

/// The same numbers in double.
std::vector<double> as_double(const std::vector<float>& values);

}  // namespace quantcheck::test
