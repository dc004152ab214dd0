// A layer's Hessian in exact numbers, made ready for quantizing: its damping and its factor.
#pragma once

#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/quantize/options.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// The layer's undamped Hessian, in x in. Throws Error for more inputs, rows or samples than exact arithmetic
/// reaches.
reference::Matrix<reference::Rational> exact_hessian(const Layer& layer);

/// The damping lambda = relative * (mean of the diagonal) + absolute. Where a case file has no number for
/// that (reference/number/parse.h), as for thirds, it is the nearest double. Throws Error where that is
/// infinite.
reference::Rational exact_damping(const reference::Matrix<reference::Rational>& hessian,
                                  const Damping<reference::Rational>& damping);

/// H = U D U^T of a damped Hessian in this order, with which `rows` rows are to be swept. Throws Error,
/// naming the pivot's column, where the Hessian is not positive definite, and where exact arithmetic would
/// take too long.
reference::Udu<reference::Rational> exact_factor_of(const reference::Matrix<reference::Rational>& damped,
                                                    const Order& order, Index rows);

}  // namespace quantcheck::check
