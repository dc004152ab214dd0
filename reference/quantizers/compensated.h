// Weights that are still to be quantized, compensated for the errors made so far.
#pragma once

#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// What the errors e_0 .. e_(begin-1) of a row, in processing order, add to its weights at positions begin ..
/// end - 1 (end - begin values): with e_j = -c_j for the positions from `begin` on, e H e^T is least, so that
/// w_j + c_j are the weights GPTQ has there when it reaches `begin` (arXiv 2210.17323), what it fits a
/// group's scale to; and the targets of a block of LDLQ.
///
/// The minimum makes v = e U vanish from `begin` on, and U is unit upper triangular:
///     c_m = sum_{i<begin} e_i U_im - sum_{begin<=i<m} c_i U_im.
/// For a factor as udu_fraction_free makes it, U_im = N_im / M_m with M_m the trailing minor of the scaled
/// Hessian from m on, this is done in integers: with q e integral, C_m = q M_begin c_m is an integer, by
/// Cramer's rule for c, which solves a system of the trailing matrix from `begin` on; hence the division in
///     C_m = (M_begin sum_{i<begin} q e_i N_im - sum_{begin<=i<m} C_i N_im) / M_m
/// leaves no remainder.
Vector<Rational> compensation(const Vector<Rational>& e, const Udu<Rational>& factor, Index begin, Index end);

}  // namespace quantcheck::reference
