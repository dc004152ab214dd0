// A layer in exact numbers: its Hessian, made ready for quantizing, and its codes.
#pragma once

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/quantize/options.h>
#include <quantcheck/proofs_check/text/progress.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// The layer's undamped Hessian, in x in. Throws Error for more inputs, rows or samples than exact arithmetic
/// reaches.
reference::Matrix<reference::Rational> exact_hessian(const Layer& layer);

/// The same of a layer of any size, however long it takes.
reference::Matrix<reference::Rational> hessian_in_rationals(const Layer& layer);

/// The damping lambda = relative * trace / in + absolute. Where a case file has no number for
/// that (reference/number/parse.h), as for thirds, it is the nearest double. Throws Error where that is
/// infinite.
reference::Rational exact_damping(const reference::Rational& trace, Index in,
                                  const Damping<reference::Rational>& damping);

/// H = U D U^T of a damped Hessian in this order, with which `rows` rows are to be swept. Throws Error,
/// naming the pivot's column, where the Hessian is not positive definite, and where exact arithmetic would
/// take too long.
reference::Udu<reference::Rational> exact_factor_of(const reference::Matrix<reference::Rational>& damped,
                                                    const Order& order, Index rows);

/// What `quantize` does in exact arithmetic, by rationals alone, for up to max_exact_inputs inputs. The layer
/// and the options have been checked.
Case quantize_in_rationals(const Layer& layer, const QuantizeOptions& options, const Progress& progress);

}  // namespace quantcheck::check
