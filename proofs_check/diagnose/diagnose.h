// Why a run fails: which known dialect the codes fit instead.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/diagnose/dialects.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// Fewer wrong decisions than this may fit a dialect by luck.
inline constexpr Index dialect_evidence = 3;

/// The dialect under which the judge finds that these codes conform, if there is one. Looked for where
/// `judgement`, the case's as declared, has at least dialect_evidence decisions outside the box that nothing
/// explains. The dialects are ranked by a screening in double, which decides nothing: what is returned was
/// judged as exactly as the case itself. Where none fits, the inverse that was not made symmetric, if the
/// judge found that its rounding reaches all that is wrong; also of a run that is DEGRADED by it. All
/// together are judged within `budget_times` the default budget.
std::optional<Dialect> diagnose(const Case& c, const Judgement& judgement, const Progress& progress = {},
                                double budget_times = 1);

}  // namespace quantcheck::check
