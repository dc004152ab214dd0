// What a person and a program read of a judgement.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/diagnose/dialects.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// A judged case; `cause` where decisions are wrong or undecided and a known dialect fits.
struct Report {
  const Case& subject;
  const Judgement& judgement;
  const std::optional<Dialect>& cause;
};

/// A few aligned lines for people, the last one saying what to do next.
std::string text_report(const Report& report);

/// One line of JSON, schema "quantcheck-verdict/1". What there is none of is null; bytes of the file's name
/// that are not UTF-8 are U+FFFD.
std::string json_report(const Report& report);

/// The line for a file that could not be judged: "verdict": "ERROR" and the message under "error".
std::string json_error(const std::string& file, const std::string& message);

const char* name_of(RunVerdict verdict);

}  // namespace quantcheck::check
