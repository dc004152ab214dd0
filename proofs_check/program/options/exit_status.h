// The exit statuses of the program.
#pragma once

#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::program {

inline constexpr int exit_good = 0;       // nothing is wrong
inline constexpr int exit_bad = 1;        // a case fails, or a claim is refuted
inline constexpr int exit_usage = 2;      // the command line is wrong, or a file cannot be read or written
inline constexpr int exit_undecided = 3;  // it could not be told, or the run is DEGRADED

/// The status of several results: 1 if any fails, else 2, else 3, else 0.
inline int worse_status(int a, int b) {
  for (const int status : {exit_bad, exit_usage, exit_undecided})
    if (a == status || b == status) return status;
  return exit_good;
}

/// The status for the verdict on a run.
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

/// The status for a claim.
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
