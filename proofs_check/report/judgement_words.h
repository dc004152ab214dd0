// The words that reports have for judgements of every kind.
#pragma once

#include <string>

#include <quantcheck/proofs_check/cases/described.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// How many decisions, lattice blocks or points have which verdict.
std::string count_words(const RunJudgement& j);

/// The reason of a run that is UNDECIDED or DEGRADED, for people: it says scales where the JSON that programs
/// read says steps.
std::string reason_words(std::string reason);

/// A number to as many digits as are certain, `most` at most; or its interval, if there is none.
std::string certain_words(const Interval& x, int most);

/// The loss, and what part of the bound it is, to at most so many digits.
std::string loss_words(const RunJudgement& j, int digits = 6);

/// The arithmetic that the codes were computed in, and whether that is assumed.
std::string arithmetic_words(const Described& subject);

/// What was recognised in a tensor, and how to say that it is not so where there is a way; or that it counts as
/// it is stored all the same.
std::string recognised_words(const RecognisedFormat& found, bool counts_as_stored);

}  // namespace quantcheck::check
