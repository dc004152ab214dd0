#include <quantcheck/bench/kernel/judged.h>

#include <algorithm>

#include <quantcheck/bench/kernel/compared.h>
#include <quantcheck/bench/layer.h>
#include <quantcheck/optimized/quantize.h>
#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/drive/kernel_output.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/reference/grid.h>

namespace quantcheck::bench {
namespace {

// 256 inputs with entries and a damping of all digits take more than the default.
constexpr double budget_times = 4;

struct JudgedLayer {
  Index out = 0;
  Index in = 0;
  OrderKind order = OrderKind::natural;
  optimized::GridOptions grid;
};

std::vector<JudgedLayer> judged_layers(Index most_inputs) {
  const optimized::GridOptions symmetric;
  const optimized::GridOptions groups{{.symmetric = false, .group_size = 32}};
  const optimized::GridOptions three_bits{{.bits = 3, .symmetric = false, .group_size = 24}};
  std::vector<JudgedLayer> layers{
      {64, 256, OrderKind::natural, symmetric}, {128, 128, OrderKind::natural, symmetric},
      {64, 128, OrderKind::natural, groups},    {64, 128, OrderKind::act, groups},
      {33, 97, OrderKind::act, three_bits},
  };
  for (JudgedLayer& layer : layers) layer.in = std::min(layer.in, most_inputs);
  return layers;
}

std::string words(const JudgedLayer& layer) {
  std::string text = std::to_string(layer.out) + " x " + std::to_string(layer.in) + ", " +
                     std::to_string(layer.grid.bits) + " bits, ";
  text += layer.grid.symmetric ? "symmetric" : "asymmetric";
  if (layer.grid.group_size > 0) text += ", groups of " + std::to_string(layer.grid.group_size);
  return text + (layer.order == OrderKind::act ? ", act-order" : ", natural order");
}

check::Case case_of(const KernelInput& input, const optimized::Quantized& ours) {
  check::Case c;
  c.out = input.out;
  c.in = input.in;
  c.weight.assign(input.weight, input.weight + input.out * input.in);
  c.hessian.assign(input.hessian, input.hessian + input.in * input.in);
  c.grid = reference::convert_grid<double>(ours.grid, [](float s) { return static_cast<double>(s); });
  c.order = ours.order;
  c.order_given = true;
  c.dead.assign(input.in, false);
  c.damping = reference::exact(input.damping);
  c.arithmetic = Arithmetic::fp32;
  return c;
}

JudgedResult judge_layer(KernelProcess& kernel, const JudgedLayer& asked, int threads,
                         const check::Progress& progress) {
  const std::vector<Layer> made = make_layers({{asked.out, asked.in}});
  const Layer& layer = made.front();
  optimized::FactorOptions options;
  options.order = asked.order;
  const optimized::Factor factor = optimized::factorize(layer.hessian_view(), options);
  const optimized::Quantized ours = optimized::quantize(layer.weight_view(), factor, asked.grid);
  const KernelInput input =
      kernel_input(layer.weight_view(), layer.hessian_view(), factor.status.damping, ours.grid, ours.order);
  const LayerPlace place = kernel.memory().add(input);
  const KernelOutput output(kernel.memory(), place);
  KernelAnswer answer = kernel.run(place, threads);
  if (answer.complaint.empty()) answer.complaint = output.complaint();
  JudgedResult result;
  result.layer = words(asked);
  result.complaint = std::move(answer.complaint);
  if (!result.complaint.empty()) return result;

  check::Case c = case_of(input, ours);
  c.codes.resize(input.out, input.in);
  std::copy_n(output.codes(), input.out * input.in, c.codes.data());
  c.name = kernel.name() + " on " + result.layer;
  const check::Judgement judgement = check::judge(c, check::as_declared(c), progress, budget_times);
  const std::optional<check::Dialect> cause = check::diagnose(c, judgement, progress, budget_times);
  result.verdict = judgement.verdict;
  if (cause) result.cause = cause->id;
  result.report = check::text_report({c, judgement, cause});
  result.different_codes = different_codes(output.codes(), ours);
  return result;
}

}  // namespace

std::vector<JudgedResult> judge_kernel(KernelProcess& kernel, Index most_inputs, int threads,
                                       const std::function<void(const JudgedResult&)>& tell,
                                       const check::Progress& progress) {
  std::vector<JudgedResult> results;
  for (const JudgedLayer& layer : judged_layers(most_inputs))
    tell(results.emplace_back(judge_layer(kernel, layer, threads, progress)));
  return results;
}

}  // namespace quantcheck::bench
