// The errors of the codes of some rows, in double.
#pragma once

#include <span>
#include <vector>

#include <quantcheck/proofs_check/certified/scaled_hessian.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// Some rows of a case under a hypothesis, by row and processing step, up to some step. Column j is divided
/// by scaling[j], as that of the Hessian is multiplied.
struct RowErrors {
  // e = w - value(code), each with a relative error of at most 2^-53, as scale * (level - zero) and the
  // difference are one fused operation, and scaling is exact. Where the grid has offsets, w - offset is a pair
  // whose low part is added last, so that the relative error is at most 2^-52; where that part is not small
  // beside e, e is the double nearest to the exact error.
  reference::Matrix<double> error;
  reference::Matrix<double> scale;  // the scale of the grid, exactly
  // Whether all of a row's numbers are so large and so small that what is said of their errors holds, and
  // that no bound that is made of them overflows or underflows; an error of 0 is then exactly 0. Else nothing
  // can be said of the row in double.
  std::vector<unsigned char> usable;
};

/// `grid` is the case's under the hypothesis (hypothetical_grid), `scaling` by column. The steps are those of
/// `order`, which may be the first ones alone. The second form takes other codes for the rows (rows x in).
RowErrors row_errors(const Case& c, const Grid<double>& grid, const Order& order,
                     const std::vector<double>& scaling, std::span<const Index> rows);
RowErrors row_errors(const Case& c, const reference::Codes& codes, const Grid<double>& grid,
                     const Order& order, const std::vector<double>& scaling, std::span<const Index> rows);

/// The error of one code in the units of the weights, exactly. The second form takes another code.
reference::Rational exact_error(const Case& c, const Grid<double>& grid, Index row, Index column);
reference::Rational exact_error(const Case& c, const Grid<double>& grid, Index row, Index column, Code code);

}  // namespace quantcheck::check
