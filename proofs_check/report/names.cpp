#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/proofs_check/report/summary.h>
#include <quantcheck/proofs_check/report/verdict_words.h>

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

Summary summarize_error(const std::string& file, const std::string& message) {
  Summary summary;
  summary.file = file;
  summary.headline = message;
  return summary;
}

const char* verdict_word(const Summary& summary) {
  return summary.verdict ? name_of(*summary.verdict) : "ERROR";
}

}  // namespace quantcheck::check
