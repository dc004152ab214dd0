// LDLQ on sampled layers, with betas that suit their weights.
#pragma once

#include <vector>

#include <quantcheck/optimized/ldlq.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {

/// Betas for weights as sample_layer makes them. The smaller ones overload.
inline std::vector<float> layer_betas(int q) {
  std::vector<float> beta;
  for (const float hat : {1.5F, 3.5F, 5.0F, 18.0F}) beta.push_back(hat * 0.05F / static_cast<float>(q));
  return beta;
}

inline optimized::NestedLayer ldlq(const SampledLayer& layer, BlockOrder block_order, int q,
                                   BetaChoice choice, const optimized::Execution& execution = {}) {
  const std::vector<float> beta = layer_betas(q);
  const optimized::BlockFactor factor =
      factorize_blocks(layer.hessians(), block_order, optimized::FactorOptions(), execution);
  return optimized::ldlq(layer.weights(), factor, {q, beta}, choice, execution);
}

}  // namespace quantcheck::test
