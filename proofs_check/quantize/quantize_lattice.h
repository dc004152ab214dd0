// Lattice cases made: a layer's codes by NestQuant, or by LDLQ over the same codes of E8.
#pragma once

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/quantize/lattice_options.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// The layer with its codes. The same for the same layer and options, whatever the execution.
///
/// The case's values (nestquant) or weight (ldlq) are what was encoded: with `rotate`, H w / |w| of each row
/// w, with H of reference/nestquant/hadamard.h, so of mean square 1, and |w| as `norm`; else the rows as they
/// are. Its Hessian is the one that was factored: damped, and rotated like the rows, H' = R (X^T X) R^T with
/// R = H / sqrt(in). `nestquant` takes neither Hessian nor activations.
///
/// Arithmetic::exact: each of these values is rounded, to float32 the rows if rotated, to float64 the
/// Hessian; all else is done on them in rationals. Arithmetic::fp32: quantcheck::optimized, in float
/// throughout but for the sums of X^T X and the factor, which are in double; rows, and a Hessian to be
/// rotated, become float32 first.
///
/// Best betas are chosen among q beta = 2, 2.25, ..., 12 (times the root of the rows' mean square where they
/// are not normalised) for the least squared error of the rows, by the float32 encoder for either arithmetic:
/// for first-beta by a dynamic program, as in arXiv 2502.09720; for opt-beta by exchanges from its choice on
/// (best_betas.h).
///
/// Throws Error, naming tensor and place, for a layer that check_layer, or for nestquant check_weight,
/// refuses; options out of range; a length of rows that has no Hadamard matrix or, for ldlq, is no multiple
/// of 8; a damped Hessian that is not positive definite; more than exact arithmetic reaches; a row whose norm
/// float32 does not hold; a target too many betas from 0.
LatticeCase quantize_lattice(const Layer& layer, const LatticeOptions& options,
                             const optimized::Execution& execution = {}, const Progress& progress = {});

}  // namespace quantcheck::check
