// The keys that the line of JSON for any verdict begins with.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/described.h>
#include <quantcheck/proofs_check/judge/finding.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/json_line.h>

namespace quantcheck::check {

/// The keys for a case of any kind and its judgement. `cause` is the id of the cause, if one was found.
Json verdict_keys(const Described& subject, const RunJudgement& judgement,
                  const std::optional<std::string>& cause);

/// The middle of an interval, or null where there is none.
Json middle_of(const std::optional<Interval>& x);

/// Both ends of an interval, or null where there is none.
Json interval_of(const std::optional<Interval>& x);

/// The findings: a list of objects with id, words and next.
Json json_of(const std::vector<Finding>& findings);

/// The tensors whose format was recognised: a list of objects with tensor, and the names of formats, stored and
/// format.
Json recognised_formats(const Described& subject);

}  // namespace quantcheck::check
