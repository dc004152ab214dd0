// v = e U in integers, for a factor in integers.
#pragma once

#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/work.h>

namespace quantcheck::reference {

/// The same as residual(e, factor) for a factor whose numerators and denominators are integers, as
/// udu_fraction_free makes it: with E = q e integral, v_j = (E_j m_j + sum_{i<j} E_i N_ij) / (q m_j), one
/// fraction reduced for each j instead of one for each product. Of the entries from `first` on; e may be
/// shorter than the factor, as v_j depends on e_i for i <= j alone.
/// `work` is told of every v_j.
Vector<Rational> residual_fraction_free(const Vector<Rational>& e, const Udu<Rational>& factor,
                                        const Work& work = {}, Index first = 0);

}  // namespace quantcheck::reference
