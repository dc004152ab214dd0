#include <algorithm>

#include <quantcheck/proofs_check/report/lattice.h>
#include <quantcheck/proofs_check/report/verdict_keys.h>
#include <quantcheck/proofs_check/report/verdict_words.h>

namespace quantcheck::check {
namespace {

std::optional<std::string> id_of(const std::optional<LatticeCause>& cause) {
  if (!cause) return std::nullopt;
  return cause->id;
}

Json coded(const BlockFault::Coded& what) { return {{"code", what.code}, {"beta_index", what.beta_index}}; }

Json first_wrong(const BlockFault& fault) {
  Json json{
      {"row", fault.place.row},
      {"block", fault.place.block},
      {"step", fault.step},
      {"parts",
       {{"code", name_of(fault.finding.code)},
        {"decoded", name_of(fault.finding.decoded)},
        {"beta", name_of(fault.finding.beta)}}},
      {"target", fault.target},
      {"code", nullptr},
      {"beta_index", nullptr},
      {"point", or_null(fault.point)},
      {"expected", fault.expected ? coded(*fault.expected) : Json(nullptr)},
      {"expected_point", or_null(fault.expected_point)},
      {"excess", fault.finding.position.excess},
  };
  if (fault.coded) json.update(coded(*fault.coded));
  return json;
}

Json places(const std::vector<BlockPlace>& blocks) {
  Json list = Json::array();
  for (std::size_t k = 0; k < std::min(blocks.size(), max_listed_blocks); ++k)
    list.push_back({blocks[k].row, blocks[k].block});
  return list;
}

template <class Subject>
Json common_keys(const LatticeReport<Subject>& report) {
  const LatticeJudgement& j = report.judgement;
  Json json = verdict_keys(report.subject, j, id_of(report.cause));
  json.update({
      {"outside", j.outside},
      {"loss", middle_of(j.loss)},
      {"bound", middle_of(j.bound)},
      {"ratio", middle_of(j.ratio)},
      {"squared_error", or_null(j.squared_error)},
      {"max_excess", nullptr},
      {"first_wrong", j.first_wrong ? first_wrong(*j.first_wrong) : Json(nullptr)},
  });
  if (j.farthest)
    json["max_excess"] = {{"steps", j.max_excess}, {"row", j.farthest->row}, {"block", j.farthest->block}};
  return json;
}

}  // namespace

std::string json_report(const LatticeReport<LatticeCase>& report) {
  const LatticeJudgement& j = report.judgement;
  Json json = common_keys(report);
  json["wrong_parts"] = {{"codes", j.wrong_codes}, {"decoded", j.wrong_decoded}, {"betas", j.wrong_betas}};
  if (!report.subject.hessian.empty())
    json.update({{"loss_interval", interval_of(j.loss)},
                 {"bound_interval", interval_of(j.bound)},
                 {"ratio_interval", interval_of(j.ratio)}});
  json["first_squared_error"] = or_null(j.first_squared_error);
  json["overloaded"] = {{"blocks", j.overloaded}, {"passed", j.passed.size()}, {"places", places(j.passed)}};
  json["findings"] = json_of(report.findings);
  json["recognised"] = recognised_formats(report.subject);
  json["ignored"] = report.subject.ignored;
  return one_line(json);
}

std::string json_report(const LatticeReport<E8Case>& report) {
  Json json = common_keys(report);
  json["findings"] = json_of(report.findings);
  json["recognised"] = recognised_formats(report.subject);
  json["ignored"] = report.subject.ignored;
  return one_line(json);
}

}  // namespace quantcheck::check
