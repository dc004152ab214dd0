// The orders of columns that have names, of a case in exact numbers.
#pragma once

#include <string_view>

#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::check {

/// By descending diagonal of the undamped Hessian (exact_diagonal), equal entries as they stand.
Order act_order(const Case& c);

/// Which of these the declared order is: natural, act, or else given. Beyond max_exact_inputs act is not
/// looked for.
OrderKind order_kind(const Case& c);

/// The order of that name: "natural"; "act", by the undamped Hessian, or "min-pivot", by the damped one
/// (reference/order.h). Throws Error for other names, and for min-pivot with more inputs than
/// max_exact_inputs or than exact arithmetic copes with.
Order order_by_name(const Case& c, std::string_view name);

}  // namespace quantcheck::check
