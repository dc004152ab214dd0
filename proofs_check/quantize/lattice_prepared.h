// The parts of making a lattice case that the arithmetics share.
#pragma once

#include <quantcheck/proofs_check/quantize/quantize_lattice.h>

namespace quantcheck::check {

/// What is to be encoded, in each of the two arithmetics: a case with values, norms, and the Hessian that is
/// to be factored, which still lacks betas, codes and what they stand for. The layer and the options have
/// been checked.
LatticeCase exact_values(const Layer& layer, const LatticeOptions& options, const Progress& progress);
LatticeCase fp32_values(const Layer& layer, const LatticeOptions& options,
                        const optimized::Execution& execution);

/// Adds the codes and what they stand for to a case that has its betas.
void encode_exactly(LatticeCase& c, const Progress& progress);
void encode_fp32(LatticeCase& c, const optimized::Execution& execution);

/// A case of the layer's size that says what the options say, and has no values yet.
LatticeCase empty_case(const Layer& layer, const LatticeOptions& options);

/// The case's values as float32, with each row padded with zeros to whole blocks of eight. Throws Error where
/// a value becomes infinite.
std::vector<float> padded_values(const LatticeCase& c);

}  // namespace quantcheck::check
