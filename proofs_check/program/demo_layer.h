// A layer to show the judge: made here, the same everywhere.
#pragma once

#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::check::program {

/// out x in weights, `in` a multiple of 32, and a Hessian 2/N X^T X of correlated activations whose spectrum
/// falls as a power law, with a few outlier channels, as transformer layers have. 4 bits, groups of 32, 1%
/// damping; no codes yet.
Case demo_layer(Index out, Index in);

/// The layer's codes by GPTQ in float32, in blocks of 32. `carry_error` false plants the fault: the error of
/// a block does not reach the blocks after it.
void quantize_demo(Case& layer, bool carry_error);

}  // namespace quantcheck::check::program
