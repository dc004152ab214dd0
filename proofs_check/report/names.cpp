#include <quantcheck/proofs_check/report/report.h>

namespace quantcheck::check {

const char* name_of(RunVerdict verdict) {
  switch (verdict) {
    case RunVerdict::conforms:
      return "CONFORMS";
    case RunVerdict::degraded:
      return "DEGRADED";
    case RunVerdict::fails:
      return "FAILS";
    case RunVerdict::undecided:
      break;
  }
  return "UNDECIDED";
}

}  // namespace quantcheck::check
