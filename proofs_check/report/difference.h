// What a person and a program read of two results that were compared.
#pragma once

#include <string>

#include <quantcheck/proofs_check/diff/difference.h>

namespace quantcheck::check {

/// `a` and `b` are the cases' names.
struct DifferenceReport {
  const std::string& a;
  const std::string& b;
  const Difference& difference;
  const CaseDifference* scalar = nullptr;  // the same, where it is one of scalar codes
};

/// "BOTH CONFORM", "A FAILS", ...
const char* name_of(DiffOutcome outcome);

/// A few aligned lines for people, the last one saying what to do next.
std::string text_report(const DifferenceReport& report);

/// One line of JSON, schema "quantcheck-diff/1". What there is none of is null.
std::string json_report(const DifferenceReport& report);

/// The line for two files that could not be compared: "outcome": "ERROR" and the message under "error".
std::string json_diff_error(const std::string& a, const std::string& b, const std::string& message);

}  // namespace quantcheck::check
