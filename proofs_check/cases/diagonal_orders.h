// The orders of columns that the diagonal of the Hessian gives, found for a case in exact numbers.
#pragma once

#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::check {

/// The columns by descending diagonal of the undamped Hessian (exact_diagonal). Columns of equal entries stay
/// in their order.
Order act_order(const Case& c);

/// The number of columns in a group of this grid, whose groups have to be so many neighbours each, but for a
/// last one that may be shorter. Throws Error where they are not.
Index neighbours_in_group(const Grid<double>& grid);

/// The group-aware order of the groups of the case's grid, by the same diagonal (reference/order.h). Throws
/// Error where neighbours_in_group does.
Order group_aware_order(const Case& c);

}  // namespace quantcheck::check
