// The tasks that time verdicts and exact codes, and the stages of a verdict.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/bench/timing.h>
#include <quantcheck/bench/verdict_subjects.h>

namespace quantcheck::bench {

/// What is timed: a verdict on sound codes, and one on faulty codes that names the cause, each from the file
/// to the verdict; codes in exact arithmetic; and `quantcheck verify` as a program, from its start to its
/// end.
enum class VerdictKind { conforms, fails, exact_codes, program };

/// The name of a task, as "verdict, conforms, 4096 x 4096".
std::string verdict_name(VerdictKind kind, Index out, Index in);

/// The name of a stage of a verdict of that kind.
std::string stage_name(VerdictKind kind, const std::string& stage, Index out, Index in);

/// The seconds of each stage of a verdict, by stage_name, an entry for each time that the verdict was given.
/// A stage lasts from when the judge reports it to the next one, so that what it does between two reports
/// belongs to the first.
using Stages = Timings;

/// The task of a kind. It refers to the subjects, and for verdicts to the stages, which it adds to. It throws
/// Error where the verdict or the cause is not as it should be.
Task verdict_task(VerdictKind kind, const VerdictSubjects& subjects, Stages& stages);

/// The names of all stages that were measured of such verdicts on layers of that shape, the longest first.
std::vector<std::string> stages_of(const Stages& stages, VerdictKind kind, Index out, Index in);

}  // namespace quantcheck::bench
