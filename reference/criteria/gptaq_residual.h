// The residual of given codes under GPTAQ, on which its box criterion rests.
#pragma once

#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The residual v (n): v_j is the target at step j less the value that was chosen, if GPTAQ made the earlier
/// decisions of the row with these values. Codes are a result of GPTAQ if and only if every v_j lies in the
/// cell of its code (box.h), as each target is a function of the row's earlier values alone.
///
/// e = w - q and the values q of the codes are in processing order (n), as are `factor` and the correction P
/// (gptaq.h). `block` is the number of columns in a block of gptaq_blocked; n or more stand for gptaq. With
/// P_B the part of P whose row and column are in one block,
///     v = (e + q P + v P_B) U,
/// which determines v from the first entry to the last, as P is strictly upper. Proof: gptaq_blocked adds
/// (q_j - t_j) L_kj to the weight k for each j < k, and P_jk t_j inside a block or P_jk q_j across blocks.
/// With L^T = U^-1 this says t = w + (q - t) (U^-1 - I) + t P_B + q (P - P_B). As t = v + q, the equation
/// follows.
template <class Number>
Vector<Number> gptaq_residual(const Vector<Number>& e, const Vector<Number>& q, const Udu<Number>& factor,
                              const Matrix<Number>& correction, Index block) {
  const Index n = e.size();
  Vector<Number> moved = e;  // e + q P + v P_B
  Vector<Number> v(n);
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < j; ++i) {
      const Number rounded = i / block == j / block ? Number(q(i) + v(i)) : q(i);
      moved(j) = moved(j) + rounded * correction(i, j);
    }
    Number sum = Number(0);
    for (Index i = 0; i < j; ++i) sum = sum + moved(i) * factor.numerator(i, j);
    v(j) = moved(j) + sum / factor.denominator(j);
  }
  return v;
}

}  // namespace quantcheck::reference
