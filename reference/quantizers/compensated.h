// The compensation for the errors made so far, of weights that are still to be quantized.
#pragma once

#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The compensation c_m that the errors e_0 .. e_(begin-1) of a row, in processing order, add to its weights
/// at the positions m = begin .. end - 1 (end - begin values). With e_j = -c_j at all positions from `begin`
/// on, e H e^T is least. The w_j + c_j are therefore the weights that GPTQ has there when it reaches `begin`
/// (arXiv 2210.17323), to which it fits the scale of a group. They are also the targets of a block of columns
/// in LDLQ.
///
/// The minimum makes v = e U vanish from `begin` on, and U is unit upper triangular, so that
///     c_m = sum_{i<begin} e_i U_im - sum_{begin<=i<m} c_i U_im.
/// This is computed in integers. `factor` is as udu_fraction_free makes it: U_im = N_im / M_m, with M_m the
/// trailing minor of the scaled Hessian from m on. With q the common denominator of the errors,
/// C_m = q M_begin c_m is an integer by Cramer's rule, as c solves a system of the trailing matrix from
/// `begin` on. Hence the division in
///     C_m = (M_begin sum_{i<begin} q e_i N_im - sum_{begin<=i<m} C_i N_im) / M_m
/// leaves no remainder.
Vector<Rational> compensation(const Vector<Rational>& e, const Udu<Rational>& factor, Index begin, Index end);

}  // namespace quantcheck::reference
