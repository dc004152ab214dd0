// The cause of a run that fails: the known dialect that the codes fit instead.
#pragma once

#include <optional>
#include <stop_token>

#include <quantcheck/proofs_check/diagnose/dialects.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// Fewer wrong decisions than this may fit a dialect by luck, so that no cause is looked for.
inline constexpr Index dialect_evidence = 3;

/// The dialect under which the judge finds that these codes conform, if there is one. `judgement` is that of
/// the case as declared. Dialects are tried where it has decisions outside the box, and at least
/// dialect_evidence that are wrong or undecided. They are ranked by a screening in double, which decides
/// nothing: what is returned was judged as exactly as the case itself. All of them together are judged within
/// `budget_times` the default budget.
///
/// Where no dialect fits or none is tried, the result is general_inverse if the judge found that the rounding
/// of an inverse that was not made symmetric reaches all that is wrong. This holds for runs that are DEGRADED
/// by it, too.
///
/// Throws Cancelled where `stop` asks for it, as judge does.
std::optional<Dialect> diagnose(const Case& c, const Judgement& judgement, const Progress& progress = {},
                                double budget_times = 1, std::stop_token stop = {});

}  // namespace quantcheck::check
