// The making of lattice cases: a layer's codes by NestQuant, or by LDLQ over the same codes of E8.
#pragma once

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/quantize/lattice_options.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// The layer with its codes. The result is the same for the same layer and options, whatever the execution.
///
/// The case's values (nestquant) or weight (ldlq) are what was encoded. With `rotate` they are H w / |w| of
/// each row w, with H of reference/nestquant/hadamard.h, so that their mean square is 1, and |w| is the
/// case's `norm`; else they are the rows as they are. The case's Hessian is the one that was factored:
/// damped, and rotated like the rows, H' = R (X^T X) R^T with R = H / sqrt(in). `nestquant` takes neither
/// Hessian nor activations.
///
/// Arithmetic::exact rounds each of these values: the rows, if rotated, to float32, and the Hessian to
/// float64. All else is done on them in rationals. Arithmetic::fp32 computes by quantcheck::optimized, in
/// float throughout but for the sums of X^T X and the factor, which are in double. Rows, and a Hessian that
/// is to be rotated, become float32 first.
///
/// Best betas are chosen among q beta = 2, 2.25, ..., 12 (times the root of the rows' mean square where they
/// are not normalised) for the least squared error of the rows, by the float32 encoder for either arithmetic.
/// For first-beta a dynamic program chooses them, as in arXiv 2502.09720; for opt-beta exchanges do, starting
/// from its choice (best_betas.h).
///
/// Throws Error, naming tensor and place, for a layer that check_layer, or for nestquant check_weight,
/// refuses; for options out of range; for a length of rows that has no Hadamard matrix or, for ldlq, is no
/// multiple of 8; for a damped Hessian that is not positive definite; for more than exact arithmetic reaches;
/// for a row whose norm float32 does not hold; and for a target too many betas from 0.
LatticeCase quantize_lattice(const Layer& layer, const LatticeOptions& options,
                             const optimized::Execution& execution = {}, const Progress& progress = {});

}  // namespace quantcheck::check
