// What is said of every judgement alike.
#pragma once

#include <string>

#include <quantcheck/proofs_check/cases/described.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// How many are of which verdict.
std::string count_words(const RunJudgement& j);

/// The reason of a run that is UNDECIDED or DEGRADED. Reasons are also read by programs, in whose JSON a distance is
/// still called a step; people read that it is in scales.
std::string reason_words(std::string reason);

/// The loss, and what part it is of the bound.
std::string loss_words(const RunJudgement& j);

/// What the codes were computed in.
std::string arithmetic_words(const Described& subject);

}  // namespace quantcheck::check
