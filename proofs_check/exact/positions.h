// The exact position of every decision of a case in the cell of its code.
#pragma once

#include <span>
#include <vector>

#include <quantcheck/proofs_check/exact/decision_sides.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/text/progress.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// The type of totals that are reported: it has some 30 decimal digits, and does not overflow.
using Real =
    boost::multiprecision::number<boost::multiprecision::gmp_float<30>, boost::multiprecision::et_off>;

/// All matrices are out x in, by row and processing step. Distances are in the gaps that they cross, which for
/// integers are scales. The residual v_j is that of reference/criteria/box.h.
struct Positions {
  reference::Matrix<Side> side;  // exact, for the box widened and narrowed by 2^-60 of a gap
  // 1 where the decision is clipped, by more than 2^-60 of a gap, else 0.
  reference::Matrix<unsigned char> clipped;
  // The following are exact values rounded to double.
  reference::Matrix<double> r;  // v_j
  reference::Matrix<double>
      excess;  // |r| - 1/2: negative inside the box; positive beyond it, and where clipped
  // The binary logarithm of the excess where it is above 0, else 0. It is finite even where the excess is
  // beyond the range of double.
  reference::Matrix<double> excess_log2;

  std::vector<Real> squares;  // by step: the sum over all rows of v_j^2
};

/// The sides of the decisions whose positions these are.
DecisionSides sides_of(const Positions& positions);

/// The positions of some rows, without the sums.
Positions positions_of(const Positions& positions, std::span<const Index> rows);

/// U in double, from exact factors (n x n).
reference::Matrix<double> upper_in_double(const reference::Udu<reference::Rational>& factor);

/// Applies the box criterion (reference/criteria/box.h) along the case's own codes. `progress` is told of
/// every row, `work` of every decision.
Positions exact_positions(const ExactLayer& layer, const reference::Udu<reference::Rational>& factor,
                          const reference::Codes& codes, const Progress& progress = {},
                          const reference::Work& work = {});

/// The residual v = e U of one row, in processing order. `work` is told of every entry.
reference::Vector<reference::Rational> exact_residual(const ExactLayer& layer,
                                                      const reference::Udu<reference::Rational>& factor,
                                                      const reference::Codes& codes, Index row,
                                                      const reference::Work& work = {});

}  // namespace quantcheck::check
