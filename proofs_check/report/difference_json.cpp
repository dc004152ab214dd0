#include <quantcheck/proofs_check/report/difference.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/proofs_check/report/verdict_words.h>
#include <quantcheck/proofs_check/text/json_line.h>

namespace quantcheck::check {
namespace {

constexpr const char* schema = "quantcheck-diff/1";

Json side(const AfterParting& side, const std::string& file) {
  return {{"file", file},
          {"verdict", name_of(side.verdict)},
          {"reason", or_null(side.reason)},
          {"wrong", side.wrong},
          {"wrong_since_parting", side.wrong_since}};
}

Json choice(Verdict verdict, const std::optional<Decision>& decision) {
  return {{"decision", name_of(verdict)},
          {"code", decision ? Json(decision->code) : Json(nullptr)},
          {"excess", decision ? Json(decision->excess) : Json(nullptr)}};
}

Json first_parting(const DifferenceReport& report) {
  if (report.difference.partings.empty()) return nullptr;
  const Parting& first = report.difference.partings.front();
  const bool scalar = report.scalar != nullptr;
  const std::optional<Decision> a = scalar ? report.scalar->first_a : std::nullopt;
  const std::optional<Decision> b = scalar ? report.scalar->first_b : std::nullopt;
  return {{"row", first.row},
          {scalar ? "column" : "block", first.place},
          {"step", first.step},
          {"target", a ? Json(a->target) : Json(nullptr)},
          {"position", a ? Json(a->position) : Json(nullptr)},
          {"a", choice(first.a, a)},
          {"b", choice(first.b, b)}};
}

}  // namespace

std::string json_report(const DifferenceReport& report) {
  const Difference& d = report.difference;
  const PartingCounts counts = count_partings(d);
  return one_line({{"schema", schema},
                   {"outcome", name_of(d.outcome())},
                   {"asked", d.asked.otherwise},
                   {"rounded", d.asked.rounded},
                   {"all", d.all},
                   {"different", d.different},
                   {"first_parting", first_parting(report)},
                   {"partings",
                    {{"both_right", counts.both},
                     {"only_a_right", counts.only_a},
                     {"only_b_right", counts.only_b},
                     {"neither_right", counts.neither},
                     {"undecided", counts.undecided}}},
                   {"a", side(d.a, report.a)},
                   {"b", side(d.b, report.b)}});
}

std::string json_diff_error(const std::string& a, const std::string& b, const std::string& message) {
  return one_line({{"schema", schema},
                   {"outcome", "ERROR"},
                   {"error", message},
                   {"a", {{"file", a}}},
                   {"b", {{"file", b}}}});
}

}  // namespace quantcheck::check
