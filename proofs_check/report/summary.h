// The summary of a judged file: what every report of it says, in words.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/report/lattice.h>
#include <quantcheck/proofs_check/report/report.h>

namespace quantcheck::check {

/// A judged file in short. What there is nothing to say of is empty. Text may hold whatever bytes a file's
/// name does.
struct Summary {
  std::string file;
  std::optional<RunVerdict> verdict;  // none if the file could not be judged
  std::string headline;               // what was found, or why the file could not be judged
  Index wrong = 0;
  Index all = 0;  // decisions, lattice blocks or points
  std::string first_wrong;
  std::string cause;
  std::string next;
  std::string findings = {};  // of a run that conforms
  std::string half = {};      // of the quantizer that is at fault: "grid", "order" or "hessian"
};

/// The summary of what was judged.
Summary summarize(const Report& report);
Summary summarize(const LatticeReport<LatticeCase>& report);
Summary summarize(const LatticeReport<E8Case>& report);

/// The summary of a file that could not be judged.
Summary summarize_error(const std::string& file, const std::string& message);

/// The verdict's name, or "ERROR" where there is none, as in JSON.
const char* verdict_word(const Summary& summary);

}  // namespace quantcheck::check
