// The orders of columns that have names, found for a case in exact numbers.
#pragma once

#include <string_view>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/cases/diagonal_orders.h>

namespace quantcheck::check {

/// The kind of the declared order: natural, act, or else given. For activations of more inputs than
/// max_exact_inputs, act is not looked for.
OrderKind order_kind(const Case& c);

/// The order of this name: "natural"; "act", by the undamped Hessian; "gar", by that and the groups of the
/// grid; or "min-pivot", by the Hessian with the declared damping (reference/order.h). Throws Error for other
/// names, for gar where neighbours_in_group does, and for min-pivot where there are more
/// inputs than max_exact_inputs or exact arithmetic would cost more than max_exact_cost.
Order order_by_name(const Case& c, std::string_view name);

}  // namespace quantcheck::check
