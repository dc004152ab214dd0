#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/proofs_check/report/verdict_keys.h>
#include <quantcheck/proofs_check/text/json_line.h>

namespace quantcheck::check {

namespace {

// The id of the cause, where it may fit by luck or where it does not.
std::optional<std::string> id_of(const Diagnosis& diagnosis, bool by_luck) {
  if (!diagnosis.cause || diagnosis.may_be_luck != by_luck) return std::nullopt;
  return diagnosis.cause->id;
}

Json half(const Diagnosis& diagnosis) {
  if (!diagnosis.half) return nullptr;
  return name_of(*diagnosis.half);
}

Json start(const Diagnosis& diagnosis) {
  if (!diagnosis.start) return nullptr;
  return {{"step", diagnosis.start->step}, {"row", diagnosis.start->row}, {"words", diagnosis.start->words}};
}

Json first_wrong(const Decision& d) {
  Json json{{"row", d.row},
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
  if (d.levels) json["levels"] = *d.levels;
  return json;
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

Json rule_json(const ScaleRule& rule) {
  const bool least_error = rule.fit == ScaleFit::least_error;
  const char* const columns[] = {"group", "first_of_group", "first_of_row", "one_group", "row"};
  Json json{{"fit", name_of(rule.fit)},
            {"time", name_of(rule.time)},
            {"columns", columns[static_cast<std::size_t>(rule.columns)]},
            {"norm", nullptr},
            {"range", nullptr},
            {"block", nullptr},
            {"part", nullptr},
            {"processed", rule.processed},
            {"with_dead", rule.with_dead}};
  if (least_error) json["norm"] = rule.norm;
  if (least_error) json["range"] = rule.range;
  if (rule.time == ScaleTime::stale) json["block"] = rule.block;
  if (rule.columns != ScaleColumns::group && rule.columns != ScaleColumns::row) json["part"] = rule.part;
  return json;
}

Json scale_rule(const std::optional<ScaleFinding>& found) {
  if (!found) return nullptr;
  Json json{{"found", found->best.holds()},
            {"rule", rule_json(found->best.rule)},
            {"groups_fit", found->best.groups},
            {"groups_tried", found->best.of},
            {"rows_tried", found->rows},
            {"too_small", found->too_small},
            {"declared", nullptr},
            {"declared_groups_fit", nullptr},
            {"declared_groups_tried", nullptr},
            {"contradicts_declared", found->contradicts()},
            {"other", nullptr}};
  if (found->declared) json["declared"] = words_of(*found->declared);
  if (found->declared_fit) json["declared_groups_fit"] = found->declared_fit->groups;
  if (found->declared_fit) json["declared_groups_tried"] = found->declared_fit->of;
  if (found->other)
    json["other"] = {{"rule", rule_json(found->other->rule)},
                     {"loss", found->other->loss.middle()},
                     {"loss_interval", interval_of(found->other->loss)}};
  return json;
}

}  // namespace

std::string json_report(const Report& report) {
  const Judgement& j = report.judgement;
  Json json = verdict_keys(report.subject, j, id_of(report.diagnosis, false));
  json.update({
      {"cause_words", report.diagnosis.cause ? Json(report.diagnosis.cause->words) : Json(nullptr)},
      {"cause_conforms", report.diagnosis.cause && report.diagnosis.fits},
      {"would_be_explained_by", or_null(id_of(report.diagnosis, true))},
      {"half", half(report.diagnosis)},
      {"start", start(report.diagnosis)},
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
      {"scale_rule", scale_rule(report.scales)},
      {"max_excess", nullptr},
      {"first_wrong", j.first_wrong ? first_wrong(*j.first_wrong) : Json(nullptr)},
      {"findings", json_of(report.findings)},
      {"recognised", recognised_formats(report.subject)},
      {"scales_as_stored", j.scales_as_stored},
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
