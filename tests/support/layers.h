// Layers made from a seed, and cases made of them.
#pragma once

#include <cstdint>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/tests/support/float_quantizer.h>

namespace quantcheck::test {

struct LayerShape {
  std::size_t out = 32;
  std::size_t in = 64;
  std::size_t group_size = 16;
  double condition = 1e3;  // of the damped Hessian, approximately
  bool act_order = false;
};

/// A 4-bit asymmetric layer in float32. The undamped Hessian has eigenvalues from 1 down to below the
/// damping, which is 1 / condition, so that the damping matters at every condition number. Scales are narrow
/// enough to clip some codes.
FloatLayer random_layer(const LayerShape& shape, std::uint64_t seed);

/// The layer with codes (out x in), as a case that declares fp32 and the layer's damping and order.
check::Case case_of(const FloatLayer& layer, const std::vector<int>& codes);

}  // namespace quantcheck::test
