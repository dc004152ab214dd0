#include <quantcheck/bench/derive.h>
#include <quantcheck/bench/report/report.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/proofs_check/text/json_line.h>

namespace quantcheck::bench {
namespace {

using check::Json;
using check::or_null;

Json limit_json(const LimitResult& limit) {
  return {{"name", limit.name},       {"threads", limit.threads},
          {"seconds", limit.seconds}, {"spread", or_null(limit.spread)},
          {"rate", limit.rate},       {"unit", limit.unit},
          {"task", limit.task}};
}

Json kernel_json(const KernelResult& result) {
  return {{"kernel", name_of(result.kernel)},
          {"out", result.out},
          {"in", result.in},
          {"threads", result.threads},
          {"target", name_of(result.target)},
          {"seconds", result.seconds},
          {"spread", or_null(result.spread)},
          {"gflops", result.rate},
          {"limit_seconds", or_null(result.limit_seconds)},
          {"dpotrf_triangle", result.triangle ? Json(name_of(*result.triangle)) : Json(nullptr)},
          {"share", or_null(result.share())}};
}

Json judged_json(const JudgedResult& judged) {
  return {{"layer", judged.layer},
          {"verdict", judged.verdict ? Json(check::name_of(*judged.verdict)) : Json(nullptr)},
          {"complaint", or_null(judged.complaint)},
          {"cause", or_null(judged.cause)},
          {"different_codes", judged.different_codes}};
}

Json comparison_json(const ComparisonResult& comparison) {
  Json json{{"library", comparison.library},
            {"out", comparison.out},
            {"in", comparison.in},
            {"threads", comparison.threads},
            {"complaint", or_null(comparison.complaint)}};
  if (!comparison.complaint.empty()) return json;
  json.update({{"seconds", comparison.seconds},
               {"spread", or_null(comparison.spread)},
               {"our_seconds", comparison.our_seconds},
               {"our_spread", or_null(comparison.our_spread)},
               {"ratio", comparison.seconds / comparison.our_seconds},
               {"different_codes", comparison.different_codes}});
  return json;
}

template <class T>
Json array(const std::vector<T>& results, Json (*json_of)(const T&)) {
  Json json = Json::array();
  for (const T& result : results) json.push_back(json_of(result));
  return json;
}

Json accuracy_json(const AccuracyResult& accuracy) {
  return {{"out", accuracy.out},
          {"in", accuracy.in},
          {"decisions", accuracy.box.decisions},
          {"outside", accuracy.box.outside},
          {"largest_excess_steps", accuracy.box.largest_excess},
          {"evaluated_in", "fp64"}};
}

}  // namespace

std::string json_report(const Results& results) {
  const Json json{
      {"schema", results_schema},
      {"machine", {{"processor", results.machine.processor}, {"threads", results.machine.threads}}},
      {"blas",
       {{"name", "OpenBLAS"},
        {"version", results.blas.version},
        {"core", results.blas.core},
        {"avx512", results.blas.avx512},
        {"instead_of", or_null(results.blas.overridden)}}},
      {"rounds", results.rounds},
      {"limits", array(results.limits, limit_json)},
      {"kernels", array(results.kernels, kernel_json)},
      {"other_targets", array(results.other_targets, kernel_json)},
      {"accuracy", results.accuracy ? accuracy_json(*results.accuracy) : Json(nullptr)},
      {"judged", array(results.judged, judged_json)},
      {"comparisons", array(results.comparisons, comparison_json)},
      {"figures", figures_json(figures_of(results))},
      {"unsteady", results.unsteady},
      {"seconds", results.timings},
  };
  return check::one_line(json) + "\n";
}

}  // namespace quantcheck::bench
