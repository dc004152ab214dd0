// Codes of one group that were stored for all.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/diagnose/cause.h>

namespace quantcheck::check {

/// The cause of a case in which all groups of neighbouring columns hold the same codes, row by row. The codes
/// that were made are lost then, so that nothing can be fitted.
std::optional<Cause> repeated_codes(const Case& c);

}  // namespace quantcheck::check
