// Where every decision of a case stands, exactly.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/exact/side.h>
#include <quantcheck/proofs_check/text/progress.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// For totals that are reported: some 30 digits, and no overflow.
using Real =
    boost::multiprecision::number<boost::multiprecision::gmp_float<30>, boost::multiprecision::et_off>;

/// All out x in, by row and processing step.
struct Positions {
  reference::Matrix<Side> side;  // exact: against the box widened and narrowed by 2^-60 of a step
  reference::Matrix<unsigned char> clipped;
  // Rounded to double from the exact values:
  reference::Matrix<double> r;            // v_j / s_j
  reference::Matrix<double> excess;       // |r| - 1/2, steps beyond the box; negative inside
  reference::Matrix<double> excess_log2;  // where the excess is above 0; finite where that is beyond double
  reference::Matrix<double> quotient;     // t_j / s_j

  std::vector<Real> squares;  // by step: the sum over rows of v_j^2
};

/// The box criterion (reference/criteria/box.h) along the case's own codes.
/// `progress` is told of every row, `work` of every decision.
Positions exact_positions(const ExactLayer& layer, const reference::Udu<reference::Rational>& factor,
                          const reference::Codes& codes, const Progress& progress = {},
                          const reference::Work& work = {});

/// v = e U of one row, in processing order.
reference::Vector<reference::Rational> exact_residual(const ExactLayer& layer,
                                                      const reference::Udu<reference::Rational>& factor,
                                                      const reference::Codes& codes, Index row,
                                                      const reference::Work& work = {});

}  // namespace quantcheck::check
