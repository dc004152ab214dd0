// The names that JSON has for the verdicts on a decision.
#pragma once

#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// The verdict's name: "EXACT", "TIE", ...
const char* name_of(Verdict verdict);

}  // namespace quantcheck::check
