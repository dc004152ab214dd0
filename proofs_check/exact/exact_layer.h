// A case in exact arithmetic, under one hypothesis.
#pragma once

#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/work.h>

namespace quantcheck::check {

struct ExactLayer {
  reference::Matrix<reference::Rational> weight;  // out x in, dead inputs 0
  reference::Matrix<reference::Rational>
      hessian;  // in x in, damped, in processing order; the 0 of a dead input as 1
  Grid<reference::Rational> grid;
  Order order;
};

/// A row-major matrix.
reference::Matrix<reference::Rational> exact_matrix(const double* values, Index rows, Index cols);

/// X^T X for X samples x in.
reference::Matrix<reference::Rational> exact_gram(const std::vector<double>& activations, Index samples,
                                                  Index in, const reference::Work& work = {});

/// The undamped Hessian of a case, in its own order of columns, with 1 for the 0 on the diagonal of a dead
/// input. `work` is told of the Gram matrix, where there is one to be formed.
reference::Matrix<reference::Rational> exact_undamped_hessian(const Case& c,
                                                              const reference::Work& work = {});

/// `work` is told of the Gram matrix, where there is one to be formed.
ExactLayer exact_layer(const Case& c, const Hypothesis& hypothesis, const reference::Work& work = {});

/// H = U D U^T of the layer; where the hypothesis says that error is not carried between blocks, U without
/// the entries between them. Throws reference::NotPositiveDefinite.
reference::Udu<reference::Rational> exact_factor(const ExactLayer& layer, const Hypothesis& hypothesis,
                                                 const reference::Work& work = {});

}  // namespace quantcheck::check
