// The parts of making a lattice case that the arithmetics share.
#pragma once

#include <quantcheck/proofs_check/quantize/quantize_lattice.h>

namespace quantcheck::check {

/// What is to be encoded, in a case that still lacks betas, codes and what they stand for: values, norms, the
/// Hessian that is to be factored. The layer and the options have been checked.
LatticeCase exact_values(const Layer& layer, const LatticeOptions& options, const Progress& progress);
LatticeCase fp32_values(const Layer& layer, const LatticeOptions& options,
                        const optimized::Execution& execution);

/// Adds the codes and what they stand for.
void encode_exactly(LatticeCase& c, const Progress& progress);
void encode_fp32(LatticeCase& c, const optimized::Execution& execution);

/// A case of the layer's size with what the options say.
LatticeCase empty_case(const Layer& layer, const LatticeOptions& options);

/// The values as float32, rows padded with zeros to whole blocks. Throws Error where one is infinite.
std::vector<float> padded_values(const LatticeCase& c);

}  // namespace quantcheck::check
