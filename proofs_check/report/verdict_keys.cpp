#include <quantcheck/proofs_check/report/verdict_keys.h>

#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/proofs_check/text/arithmetic_names.h>
#include <quantcheck/proofs_check/text/float_format_names.h>

namespace quantcheck::check {

Json verdict_keys(const Described& subject, const RunJudgement& j, const std::optional<std::string>& cause) {
  return {
      {"schema", verdict_schema},
      {"rules", verdict_rules},
      {"file", subject.name},
      {"verdict", name_of(j.verdict)},
      {"cause", or_null(cause)},
      {"reason", or_null(j.reason)},
      {"arithmetic", name_of(assumed_arithmetic(subject))},
      {"arithmetic_assumed", !subject.arithmetic.has_value()},
      {"counts",
       {{"exact", j.exact},
        {"tie", j.tie},
        {"explained", j.explained},
        {"wrong", j.wrong},
        {"undecided", j.undecided}}},
  };
}

Json middle_of(const std::optional<Interval>& x) { return x ? Json(x->middle()) : Json(nullptr); }

Json interval_of(const std::optional<Interval>& x) {
  if (!x) return nullptr;
  return Json::array({x->low, x->high});
}

Json json_of(const std::vector<Finding>& findings) {
  Json list = Json::array();
  for (const Finding& found : findings)
    list.push_back({{"id", found.id}, {"words", found.words}, {"next", found.next}});
  return list;
}

Json recognised_formats(const Described& subject) {
  Json list = Json::array();
  for (const auto& [tensor, stored, format] : subject.recognised)
    list.push_back({{"tensor", tensor}, {"stored", name_of(stored)}, {"format", name_of(format)}});
  return list;
}

}  // namespace quantcheck::check
