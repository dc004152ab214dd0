// The keys that every verdict's line begins with.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/cases/described.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/json_line.h>

namespace quantcheck::check {

/// Of any subject and its judgement; `cause` is the id of one, if any was found.
Json verdict_keys(const Described& subject, const RunJudgement& judgement,
                  const std::optional<std::string>& cause);

}  // namespace quantcheck::check
