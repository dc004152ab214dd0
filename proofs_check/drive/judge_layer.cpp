#include <quantcheck/proofs_check/drive/judge_layer.h>

#include <algorithm>

#include <quantcheck/optimized/factor.h>
#include <quantcheck/optimized/quantize.h>
#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/drive/kernel_input.h>
#include <quantcheck/proofs_check/drive/kernel_output.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/quantize/quantized_case.h>

namespace quantcheck::check::drive {
namespace {

// Layers of 256 inputs whose entries and damping have all their digits take more than the default budget.
constexpr double budget_times = 4;

// The layer and our own codes for it, as a case.
Case case_of(const KernelInput& input, const optimized::Quantized& ours) {
  Layer layer{input.out,
              input.in,
              std::vector<double>(input.weight, input.weight + input.out * input.in),
              std::vector<double>(input.hessian, input.hessian + input.in * input.in),
              0,
              {}};
  return quantized_case(std::move(layer), ours, Rounding::half_even);
}

}  // namespace

JudgedAnswer judge_layer(KernelProcess& kernel, const JudgedLayer& layer, MatrixView<const float> weight,
                         MatrixView<const float> hessian, int threads, const Progress& progress) {
  optimized::FactorOptions options;
  options.order = layer.order;
  const optimized::Factor factor = optimized::factorize(hessian, options);
  const optimized::Quantized ours = optimized::quantize(weight, factor, layer.grid);
  const KernelInput input = kernel_input(weight, hessian, factor.status.damping, ours.grid, ours.order);
  const LayerPlace place = kernel.memory().add(input);
  const KernelOutput output(kernel.memory(), place);
  KernelAnswer answer = kernel.run(place, threads);
  if (answer.complaint.empty()) answer.complaint = output.complaint();
  if (!answer.complaint.empty()) return {std::move(answer.complaint), std::nullopt};

  Case c = case_of(input, ours);
  std::copy_n(output.codes(), input.out * input.in, c.codes.edit().data());
  c.name = kernel.name() + " on " + words(layer);
  const Judgement judgement = judge(c, as_declared(c), progress, {budget_times});
  const Diagnosis diagnosis = diagnose(c, judgement, progress, budget_times);
  return {"", JudgedCodes{std::move(c), judgement, diagnosis, output.different_from(ours.codes)}};
}

}  // namespace quantcheck::check::drive
