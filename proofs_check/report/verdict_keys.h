// The keys that every verdict's line begins with.
#pragma once

#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/proofs_check/text/arithmetic_names.h>
#include <quantcheck/proofs_check/text/json_line.h>

namespace quantcheck::check {

/// Of any report with a subject, a judgement and a cause.
template <class AnyReport>
Json verdict_keys(const AnyReport& report) {
  const auto& j = report.judgement;
  return {
      {"schema", verdict_schema},
      {"rules", verdict_rules},
      {"file", report.subject.name},
      {"verdict", name_of(j.verdict)},
      {"cause", report.cause ? Json(report.cause->id) : Json(nullptr)},
      {"reason", or_null(j.reason)},
      {"arithmetic", name_of(assumed_arithmetic(report.subject))},
      {"arithmetic_assumed", !report.subject.arithmetic.has_value()},
      {"counts",
       {{"exact", j.exact},
        {"tie", j.tie},
        {"explained", j.explained},
        {"wrong", j.wrong},
        {"undecided", j.undecided}}},
  };
}

}  // namespace quantcheck::check
