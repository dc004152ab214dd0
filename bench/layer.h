// Layers for quantizers to be timed on, made like those of transformers.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <quantcheck/optimized/factor.h>
#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::bench {

/// Random weights (out x in) of standard deviation 0.04.
optimized::Buffer<float> make_weight(Index out, Index in, std::uint64_t seed);

/// The Hessian 2/N X^T X (in x in, exactly symmetric) of N = 2 in activations. These are in/4 latent factors
/// whose strength falls as a power law, mixed into the channels, with noise added. Every 40th channel is
/// large.
optimized::Buffer<float> make_hessian(Index in, std::uint64_t seed);

/// A Hessian and its factor, with 1% damping and in natural order.
struct FactoredHessian {
  optimized::Buffer<float> matrix;  // in x in
  optimized::Factor factor;
};

/// A layer to quantize.
struct Layer {
  Index out = 0;
  Index in = 0;
  optimized::Buffer<float> weight;                 // out x in
  std::shared_ptr<const FactoredHessian> hessian;  // shared by all layers of as many inputs

  MatrixView<const float> weight_view() const { return {weight.data(), out, in, in}; }
  MatrixView<const float> hessian_view() const { return {hessian->matrix.data(), in, in, in}; }
};

/// The shape of a layer.
struct Shape {
  Index out = 0;
  Index in = 0;
};

/// Layers of the given shapes. Those of as many inputs share one Hessian.
std::vector<Layer> make_layers(const std::vector<Shape>& shapes);

}  // namespace quantcheck::bench
