// The codes of plain rounding in exact arithmetic, for layers of any size.
#pragma once

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// The codes (out x in) of a case whose every weight is rounded by itself; the weights of dead inputs are 0.
/// Double tells a code where the quotient of weight and scale is farther from a tie than its rounding, else
/// exact numbers do. Throws Error where a code needs more than 62 bits.
reference::Codes plain_codes(const Case& c);

}  // namespace quantcheck::check
