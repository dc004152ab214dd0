// Reports on the judgement of a scalar case, for people and for programs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/judge/finding.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/scales/scale_finding.h>

namespace quantcheck::check {

/// A judged case, and what is found of its cause where decisions are wrong or undecided.
struct Report {
  const Case& subject;
  const Judgement& judgement;
  const Diagnosis& diagnosis;
  int digits = 6;  // of the loss and its bound, at most
  std::vector<Finding> findings = {};
  std::optional<ScaleFinding> scales = {};  // the rule of the scales, where it was looked for
};

/// A few aligned lines for people. The last one says what to do next.
std::string text_report(const Report& report);

/// One line of JSON, schema "quantcheck-verdict/1". A value that there is none of is null. Bytes of the
/// file's name that are not UTF-8 become U+FFFD.
std::string json_report(const Report& report);

/// The line of JSON for a file that could not be judged, with "verdict": "ERROR" and the message under
/// "error".
std::string json_error(const std::string& file, const std::string& message);

/// The name of a run's verdict: "CONFORMS", "FAILS", ...
const char* name_of(RunVerdict verdict);

}  // namespace quantcheck::check
