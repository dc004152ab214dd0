// The diagonal of a case's undamped Hessian, and damping by a fraction of its mean.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::check {

/// Exactly; 1, as GPTQ puts it there, for a dead input whose entry is 0.
std::vector<reference::Rational> exact_diagonal(const Case& c);

/// `fraction` of the mean of that diagonal, as GPTQ's percdamp has it.
reference::Rational relative_damping(const Case& c, const reference::Rational& fraction);

}  // namespace quantcheck::check
