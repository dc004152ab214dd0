// Hessians with a scaling to a diagonal of about 1, in an order drawn at random.
#pragma once

#include <cmath>
#include <numeric>

#include <quantcheck/optimized/double_factor.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {

/// The Hessian of 24 samples, its columns and rows stretched by up to 2^30, and damped relative to each
/// diagonal entry. Beyond 24 inputs it is singular but for the damping and the rounding of double.
struct ScaledHessian {
  Index in;
  std::vector<double> entries;   // not scaled
  std::vector<double> diagonal;  // damped and scaled
  std::vector<double> scaling;
  Order order;

  ScaledHessian(Index in_, double damping, check::Dice& dice)
      : in(in_), entries(in * in), diagonal(in), scaling(in), order(in) {
    constexpr Index samples = 24;
    const std::vector<float> x = sample_activations(samples, in, 31);
    for (Index k = 0; k < samples; ++k)
      for (Index i = 0; i < in; ++i)
        for (Index j = 0; j < in; ++j)
          entries[i * in + j] += static_cast<double>(x[k * in + i]) * static_cast<double>(x[k * in + j]);
    for (Index i = 0; i < in; ++i) {
      const double stretch = std::ldexp(1.0, static_cast<int>(dice.below(31)));
      for (Index j = 0; j < in; ++j) {
        entries[i * in + j] *= stretch;
        entries[j * in + i] *= stretch;
      }
    }
    for (Index i = 0; i < in; ++i) {
      scaling[i] = std::ldexp(1.0, -static_cast<int>(std::lround(std::log2(entries[i * in + i]) / 2)));
      diagonal[i] = entries[i * in + i] * scaling[i] * scaling[i] * (1 + damping);
    }
    std::iota(order.begin(), order.end(), Index{0});
    for (Index i = in - 1; i > 0; --i) std::swap(order[i], order[dice.below(i + 1)]);
  }

  /// The entry that is factored, at steps i and j of the order.
  double scaled(Index i, Index j) const {
    const Index row = order[i];
    const Index column = order[j];
    return i == j ? diagonal[row] : entries[row * in + column] * scaling[row] * scaling[column];
  }

  optimized::DoubleFactor factor(const optimized::Execution& execution = {}) const {
    return optimized::factor_in_double({entries.data(), in, in, in}, diagonal, order, scaling, execution);
  }
};

}  // namespace quantcheck::test
