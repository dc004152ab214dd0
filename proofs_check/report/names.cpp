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

const char* name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::exact:
      return "EXACT";
    case Verdict::tie:
      return "TIE";
    case Verdict::explained:
      return "EXPLAINED";
    case Verdict::wrong:
      return "WRONG";
    case Verdict::undecided:
      break;
  }
  return "UNDECIDED";
}

const char* name_of(Arithmetic arithmetic) {
  switch (arithmetic) {
    case Arithmetic::exact:
      return "exact";
    case Arithmetic::fp64:
      return "fp64";
    case Arithmetic::fp32:
      return "fp32";
    case Arithmetic::tf32:
      return "tf32";
    case Arithmetic::bf16:
      return "bf16";
    case Arithmetic::fp16:
      break;
  }
  return "fp16";
}

}  // namespace quantcheck::check
