// The exact meaning of an implementation's settings in a case: orders by name, damping by a fraction.
#pragma once

#include <string_view>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::check {

/// The diagonal of the case's undamped Hessian; 1, as GPTQ puts it there, for a dead input whose entry is 0.
std::vector<reference::Rational> exact_diagonal(const Case& c);

/// `fraction` of the mean of that diagonal.
reference::Rational relative_damping(const Case& c, const reference::Rational& fraction);

/// The order of that name: "natural"; "act", by the undamped Hessian, or "min-pivot", by the damped one
/// (reference/order.h). Throws Error for other names, and for min-pivot with more inputs than
/// max_exact_inputs or than exact arithmetic copes with.
Order order_by_name(const Case& c, std::string_view name);

}  // namespace quantcheck::check
