// A case in exact arithmetic, under one hypothesis.
#pragma once

#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/work.h>

namespace quantcheck::check {

/// The numbers of a case, as they are under a hypothesis.
struct ExactLayer {
  reference::Matrix<reference::Rational> weight;  // out x in, dead inputs 0
  // Damped, in x in, in processing order. The 0 of a dead input on its diagonal is replaced by 1.
  reference::Matrix<reference::Rational> hessian;
  Grid<reference::Rational> grid;
  Order order;
};

/// `values`, a row-major matrix of rows x cols, in exact numbers.
reference::Matrix<reference::Rational> exact_matrix(const double* values, Index rows, Index cols);

/// X^T X for the activations X (samples x in, row-major), in exact numbers. `work` is told of every part.
reference::Matrix<reference::Rational> exact_gram(const double* activations, Index samples, Index in,
                                                  const reference::Work& work = {});

/// The undamped Hessian of a case (in x in), in the case's own order of columns. The 0 of a dead input on its
/// diagonal is replaced by 1. `work` is told of the Gram matrix, if there is one to be formed.
reference::Matrix<reference::Rational> exact_undamped_hessian(const Case& c,
                                                              const reference::Work& work = {});

/// A case under a hypothesis, in exact numbers. `work` is told of the Gram matrix, if there is one to be
/// formed.
ExactLayer exact_layer(const Case& c, const Hypothesis& hypothesis, const reference::Work& work = {});

/// The factor H = U D U^T of the layer's Hessian. Where the hypothesis says that error is not carried from
/// one block of columns to another, the entries of U between them are 0. Throws
/// reference::NotPositiveDefinite. `work` is told of every column that is eliminated.
reference::Udu<reference::Rational> exact_factor(const ExactLayer& layer, const Hypothesis& hypothesis,
                                                 const reference::Work& work = {});

}  // namespace quantcheck::check
