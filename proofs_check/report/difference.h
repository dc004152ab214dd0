// Reports on two results that were compared, for people and for programs.
#pragma once

#include <string>

#include <quantcheck/proofs_check/diff/difference.h>

namespace quantcheck::check {

/// What is reported. `a` and `b` are the names of the two cases.
struct DifferenceReport {
  const std::string& a;
  const std::string& b;
  const Difference& difference;
  const CaseDifference* scalar = nullptr;  // the same difference, where it is one of scalar codes
};

/// The name of an outcome: "BOTH CONFORM", "A FAILS", ...
const char* name_of(DiffOutcome outcome);

/// A few aligned lines for people. The last one says what to do next.
std::string text_report(const DifferenceReport& report);

/// One line of JSON, schema "quantcheck-diff/1". A value that there is none of is null.
std::string json_report(const DifferenceReport& report);

/// The line of JSON for two files that could not be compared, with "outcome": "ERROR" and the message under
/// "error".
std::string json_diff_error(const std::string& a, const std::string& b, const std::string& message);

}  // namespace quantcheck::check
