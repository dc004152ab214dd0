// Rows that were rounded plainly, beside others that are as declared.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/diagnose/search.h>

namespace quantcheck::check {

/// Plain rounding of some rows alone as the cause: the rows that hold a wrong or undecided decision CONFORM as
/// plain rounding, and the others as declared, both judged as exactly as the case itself. Where all rows from
/// one on conform as plain rounding, that row is named.
std::optional<Cause> rows_of_plain_rounding(Search& search, const Judgement& judgement);

}  // namespace quantcheck::check
