// Layers as they come out of a network: float32 throughout, correlated inputs, some of them strong.
#pragma once

#include <quantcheck/proofs_check/case.h>

namespace quantcheck::bench {

/// A 4-bit layer with groups of 32 inputs (fewer at the end) and 1% damping, and codes by GPTQ in float32 in
/// blocks of 32: sound codes. The same on every machine, up to the last bit of the codes' arithmetic.
check::Case float_layer(Index out, Index in);

}  // namespace quantcheck::bench
