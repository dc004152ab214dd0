// A Hessian made ready exactly.
#pragma once

#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/quantize/options.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// The layer's undamped Hessian. Throws Error for more inputs, rows or samples than exact arithmetic reaches.
reference::Matrix<reference::Rational> exact_hessian(const Layer& layer);

/// relative * mean of the diagonal + absolute; the nearest double where a case file has no number for that
/// (number/parse.h), as for thirds.
reference::Rational exact_damping(const reference::Matrix<reference::Rational>& hessian,
                                  const Damping<reference::Rational>& damping);

/// H = U D U^T of a damped Hessian in this order; `rows` are to be swept with it. Throws Error, naming the
/// pivot's column, where it is not positive definite, and where exact arithmetic would take too long.
reference::Udu<reference::Rational> exact_factor_of(const reference::Matrix<reference::Rational>& damped,
                                                    const Order& order, Index rows);

}  // namespace quantcheck::check
