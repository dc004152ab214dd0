// Layers to quantize, like those of transformers.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <quantcheck/optimized/factor.h>
#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::bench {

/// out x in weights of standard deviation 0.04.
optimized::Buffer<float> make_weight(Index out, Index in, std::uint64_t seed);

/// The Hessian 2/N X^T X (in x in, exactly symmetric) of N = 2 in activations: in/4 latent factors whose
/// strength falls as a power law, mixed into the channels, and noise; every 40th channel is large.
optimized::Buffer<float> make_hessian(Index in, std::uint64_t seed);

/// A Hessian and its factor: 1% damping, natural order.
struct FactoredHessian {
  optimized::Buffer<float> matrix;  // in x in
  optimized::Factor factor;
};

struct Layer {
  Index out = 0;
  Index in = 0;
  optimized::Buffer<float> weight;                 // out x in
  std::shared_ptr<const FactoredHessian> hessian;  // layers of as many inputs share theirs

  MatrixView<const float> weight_view() const { return {weight.data(), out, in, in}; }
  MatrixView<const float> hessian_view() const { return {hessian->matrix.data(), in, in, in}; }
};

struct Shape {
  Index out = 0;
  Index in = 0;
};

std::vector<Layer> make_layers(const std::vector<Shape>& shapes);

}  // namespace quantcheck::bench
