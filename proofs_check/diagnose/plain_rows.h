// Rows that were rounded plainly, beside others that are as declared.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/diagnose/cause.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// Plain rounding of some rows alone as the cause: the rows that hold a wrong or undecided decision CONFORM as
/// plain rounding, and the others as declared, both judged as exactly as the case itself. Where all rows from
/// one on conform as plain rounding, that row is named.
std::optional<Cause> rows_of_plain_rounding(const Case& c, const Judgement& judgement,
                                            const Progress& progress, Budget& budget);

}  // namespace quantcheck::check
