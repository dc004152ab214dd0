// The diagonal of a case's undamped Hessian, and damping by a fraction of its mean.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::check {

/// The diagonal of the case's undamped Hessian, exactly. The 0 of a dead input is replaced by 1, as in GPTQ.
std::vector<reference::Rational> exact_diagonal(const Case& c);

/// `fraction` times the mean of that diagonal, which is what GPTQ's percdamp means.
reference::Rational relative_damping(const Case& c, const reference::Rational& fraction);

}  // namespace quantcheck::check
