#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/proofs_check/report/verdict_keys.h>
#include <quantcheck/proofs_check/text/json_line.h>

namespace quantcheck::check {

namespace {

std::optional<std::string> id_of(const std::optional<Dialect>& cause) {
  if (!cause) return std::nullopt;
  return cause->id;
}

Json first_wrong(const Decision& d) {
  return {{"row", d.row},
          {"column", d.column},
          {"step", d.step},
          {"target", d.target},
          {"scale", d.scale},
          {"zero", d.zero},
          {"position", d.position},
          {"code", d.code},
          {"expected", or_null(d.expected)},
          {"excess", d.excess},
          {"excess_log2", d.excess_log2}};
}

Json stored_scales(const Judgement& j) {
  if (!j.stored_scales) return nullptr;
  return {{"moved", j.stored_scales->moved},
          {"evidence_bits", j.stored_scales->bits},
          {"most_outside", j.stored_scales->most_outside}};
}

Json plain_rounding(const Judgement& j) {
  if (!j.plain_rounding) return nullptr;
  const Interval& loss = j.plain_rounding->loss;
  return {
      {"loss", loss.middle()}, {"loss_interval", interval_of(loss)}, {"same_codes", j.plain_rounding->same}};
}

}  // namespace

std::string json_report(const Report& report) {
  const Judgement& j = report.judgement;
  Json json = verdict_keys(report.subject, j, id_of(report.cause));
  json.update({
      {"explained_by_stored_scale", j.explained_by_stored_scale},
      {"stored_scales", stored_scales(j)},
      {"dead_not_shown", j.facts.dead_not_shown},
      {"outside", j.outside},
      {"clipped", j.clipped},
      {"loss", middle_of(j.loss)},
      {"bound", middle_of(j.bound)},
      {"ratio", middle_of(j.ratio)},
      {"loss_interval", interval_of(j.loss)},
      {"bound_interval", interval_of(j.bound)},
      {"ratio_interval", interval_of(j.ratio)},
      {"plain_rounding", plain_rounding(j)},
      {"max_excess", nullptr},
      {"first_wrong", j.first_wrong ? first_wrong(*j.first_wrong) : Json(nullptr)},
      {"ignored", report.subject.ignored},
  });
  if (j.max_excess)
    json["max_excess"] = {{"steps", j.max_excess->excess},
                          {"log2", j.max_excess->excess_log2},
                          {"row", j.max_excess->row},
                          {"column", j.max_excess->column}};
  return one_line(json);
}

std::string json_error(const std::string& file, const std::string& message) {
  return one_line({{"schema", verdict_schema}, {"file", file}, {"verdict", "ERROR"}, {"error", message}});
}

}  // namespace quantcheck::check
