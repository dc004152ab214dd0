// What JSON calls a decision's verdict.
#pragma once

#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// "EXACT", "TIE", ...
const char* name_of(Verdict verdict);

}  // namespace quantcheck::check
