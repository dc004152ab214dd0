// A layer to show the judge, which is made here and the same everywhere.
#pragma once

#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::check::program {

/// A case without codes: weights out x in, where `in` is a multiple of 32, and a Hessian 2/N X^T X of
/// correlated activations. Their spectrum falls as a power law and a few channels are outliers, as in
/// transformer layers. The grid has 4 bits in groups of 32, and the damping is 1%.
Case demo_layer(Index out, Index in);

/// Adds the layer's codes by GPTQ in float32, in blocks of 32 columns. Without `carry_error` a fault is
/// planted: the error of a block does not reach the blocks after it.
void quantize_demo(Case& layer, bool carry_error);

}  // namespace quantcheck::check::program
