// The exit statuses of the program.
#pragma once

#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::program {

inline constexpr int exit_good = 0;
inline constexpr int exit_bad = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_undecided = 3;

/// The status of several results: 1 if any fails, else 2, else 3, else 0.
inline int worse_status(int a, int b) {
  for (const int status : {exit_bad, exit_usage, exit_undecided})
    if (a == status || b == status) return status;
  return exit_good;
}

inline int status_of(RunVerdict verdict) {
  switch (verdict) {
    case RunVerdict::conforms:
      return exit_good;
    case RunVerdict::fails:
      return exit_bad;
    case RunVerdict::degraded:
    case RunVerdict::undecided:
      break;
  }
  return exit_undecided;
}

inline int status_of(ledger::Standing standing) {
  switch (standing) {
    case ledger::Standing::holds:
      return exit_good;
    case ledger::Standing::refuted:
      return exit_bad;
    case ledger::Standing::undecided:
      break;
  }
  return exit_undecided;
}

}  // namespace quantcheck::check::program
