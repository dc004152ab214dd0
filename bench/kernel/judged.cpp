#include <quantcheck/bench/kernel/judged.h>

#include <quantcheck/bench/layer.h>
#include <quantcheck/proofs_check/drive/judge_layer.h>
#include <quantcheck/proofs_check/drive/judged_layers.h>
#include <quantcheck/proofs_check/report/report.h>

namespace quantcheck::bench {
namespace {

JudgedResult result_of(const std::string& layer, const check::drive::JudgedAnswer& answer) {
  JudgedResult result;
  result.layer = layer;
  result.complaint = answer.complaint;
  if (!answer.codes) return result;
  const auto& [subject, judgement, diagnosis, different_codes] = *answer.codes;
  result.verdict = judgement.verdict;
  if (diagnosis.cause) result.cause = diagnosis.cause->id;
  result.report = check::text_report({subject, judgement, diagnosis});
  result.different_codes = different_codes;
  return result;
}

}  // namespace

std::vector<JudgedResult> judge_kernel(check::drive::KernelProcess& kernel, Index most_inputs, int threads,
                                       const std::function<void(const JudgedResult&)>& tell,
                                       const check::Progress& progress) {
  std::vector<JudgedResult> results;
  for (const check::drive::JudgedLayer& asked : check::drive::judged_layers(most_inputs)) {
    const std::vector<Layer> made = make_layers({{asked.out, asked.in}});
    const Layer& layer = made.front();
    tell(results.emplace_back(result_of(words(asked), judge_layer(kernel, asked, layer.weight_view(),
                                                                  layer.hessian_view(), threads, progress))));
  }
  return results;
}

}  // namespace quantcheck::bench
