// The residual v = e U computed in integers.
#pragma once

#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/work.h>

namespace quantcheck::reference {

/// The entries from `first` on of residual(e, factor), for a factor whose numerators N_ij and denominators
/// m_j are integers, as udu_fraction_free makes it. With q the common denominator of e, and E = q e,
///     v_j = (E_j m_j + sum_{i<j} E_i N_ij) / (q m_j).
/// This reduces one fraction for each j instead of one for each product. e may be shorter than the factor, as
/// v_j depends on e_i for i <= j alone. `work` is called before each v_j.
Vector<Rational> residual_fraction_free(const Vector<Rational>& e, const Udu<Rational>& factor,
                                        const Work& work = {}, Index first = 0);

}  // namespace quantcheck::reference
