#include <quantcheck/bench/suite.h>

#include <algorithm>
#include <array>
#include <list>
#include <set>

#include <quantcheck/bench/derive.h>
#include <quantcheck/bench/kernel/compared.h>
#include <quantcheck/bench/kernel/judged.h>
#include <quantcheck/bench/quantizer_tasks.h>
#include <quantcheck/bench/report/report.h>
#include <quantcheck/bench/report/words.h>

namespace quantcheck::bench {
namespace {

constexpr std::array our_kernels{Kernel::factorization, Kernel::sweep, Kernel::whole_job};
// Targets are compared on the largest square layer of at most this size, or on the first layer if all are
// larger.
constexpr Index compared_targets_size = 2048;
constexpr int rounds_of_llama_layers = 3;

bool square(const Layer& layer) { return layer.in == layer.out; }

// The bytes that the tasks of a layer need: for the weights, the codes and sgemm's product, and for the
// Hessian, the factor with its scratch and dpotrf's matrix.
Index bytes_for(const Shape& shape) { return 12 * shape.out * shape.in + 22 * shape.in * shape.in; }

std::vector<Shape> shapes_of(const Options& options, const std::function<void(const std::string&)>& say) {
  std::vector<Shape> shapes;
  for (const Index size : options.sizes) shapes.push_back({size, size});
  if (!options.full) return shapes;
  for (const Shape llama : {Shape{14336, 4096}, Shape{4096, 14336}}) {
    if (bytes_for(llama) <= available_memory())
      shapes.push_back(llama);
    else
      say("Left out for want of memory: " + shape_words(llama.out, llama.in) + ".\n");
  }
  return shapes;
}

// A list of tasks that has each name only once, as layers share limits and factorizations.
struct Tasks {
  std::vector<Task> tasks;
  std::set<std::string> names;

  void add(Task task) {
    if (names.insert(task.name).second) tasks.push_back(std::move(task));
  }
};

void add_layer(Tasks& tasks, const Layer& layer, Workspace& workspace, int threads, int rounds,
               optimized::Target target) {
  std::vector<Task> of_the_layer = dpotrf_tasks(layer, workspace, threads);
  of_the_layer.push_back(sgemm_task(layer, workspace, threads));
  for (const Kernel kernel : our_kernels)
    of_the_layer.push_back(quantizer_task(kernel, layer, threads, target));
  for (Task& task : of_the_layer) {
    if (!square(layer)) task.rounds = std::min(rounds, rounds_of_llama_layers);
    tasks.add(std::move(task));
  }
}

// The targets to compare with. The scalar target is left out, as it would take minutes.
std::vector<optimized::Target> other_targets(optimized::Target target) {
  std::vector<optimized::Target> others = optimized::available_targets();
  std::erase(others, target);
  std::erase(others, optimized::Target::scalar);
  return others;
}

std::list<Comparison> compare_kernels(check::drive::KernelProcess* kernel, const std::vector<Layer>& layers,
                                      int threads) {
  std::list<Comparison> comparisons;
  if (kernel == nullptr) return comparisons;
  for (const Layer& layer : layers)
    if (square(layer)) comparisons.push_back(compare_kernel(*kernel, layer, threads));
  return comparisons;
}

// The tasks to time, and what results to derive from them.
struct Plan {
  Tasks tasks;
  std::vector<std::pair<int, MachineLimit>> limits;  // each with its number of threads
  Shape other_targets_shape;
};

Plan make_plan(const Options& options, optimized::Target target, const std::vector<Layer>& layers,
               const Layer& largest_square, Workspace& workspace, std::list<Comparison>& comparisons) {
  Plan plan;
  for (const int threads : options.threads) {
    for (MachineLimit& limit : machine_limits(largest_square, workspace, threads)) {
      for (const Task& task : limit.tasks) plan.tasks.add(task);
      plan.limits.emplace_back(threads, std::move(limit));
    }
    for (const Layer& layer : layers)
      add_layer(plan.tasks, layer, workspace, threads, options.rounds, target);
  }
  const Layer* of_targets = &layers.front();
  for (const Layer& layer : layers)
    if (square(layer) && layer.in <= compared_targets_size) of_targets = &layer;
  plan.other_targets_shape = {of_targets->out, of_targets->in};
  for (const optimized::Target other : other_targets(target))
    for (const Kernel kernel : our_kernels)
      plan.tasks.add(quantizer_task(kernel, *of_targets, options.threads.back(), other));
  for (Comparison& comparison : comparisons)
    for (Task& task : comparison_tasks(comparison, options.rounds)) plan.tasks.add(std::move(task));
  return plan;
}

template <class Result>
void add(std::vector<Result>& results, std::optional<Result> result) {
  if (result) results.push_back(std::move(*result));
}

void derive_results(Results& results, const Options& options, const Plan& plan,
                    const std::vector<Layer>& layers, const std::list<Comparison>& comparisons) {
  const Timings& timings = results.timings;
  for (const auto& [threads, limit] : plan.limits) add(results.limits, limit_result(limit, threads, timings));
  for (const int threads : options.threads)
    for (const Layer& layer : layers)
      for (const Kernel kernel : our_kernels)
        add(results.kernels, kernel_result(kernel, {layer.out, layer.in}, threads, results.target, timings));
  for (const optimized::Target other : other_targets(results.target))
    for (const Kernel kernel : our_kernels)
      add(results.other_targets,
          kernel_result(kernel, plan.other_targets_shape, options.threads.back(), other, timings));
  for (const Comparison& comparison : comparisons)
    add(results.comparisons, comparison_result(comparison, timings));
}

// The names of the tasks that are limits in the results, each once.
std::vector<std::string> limit_names(const Results& results) {
  std::set<std::string> names;
  for (const LimitResult& limit : results.limits) names.insert(limit.task);
  for (const KernelResult& result : results.kernels) {
    if (result.kernel != Kernel::factorization)
      names.insert(task_name(Kernel::sgemm, result.out, result.in, result.threads));
    if (result.triangle) names.insert(cholesky_name("dpotrf", result.in, *result.triangle, result.threads));
  }
  return {names.begin(), names.end()};
}

AccuracyResult accuracy_of(const Layer& layer) {
  const optimized::Quantized quantized =
      optimized::quantize(layer.weight_view(), layer.hessian->factor, optimized::GridOptions{});
  return {layer.out, layer.in, box_in_double(layer, quantized)};
}

}  // namespace

Results run_suite(const Options& options, const std::function<void(const std::string&)>& say,
                  const check::Progress& progress) {
  Results results;
  results.machine = this_machine();
  results.blas = describe_blas();
  results.target = optimized::default_target();

  std::unique_ptr<check::drive::KernelProcess> kernel;
  if (!options.kernel.empty()) {
    kernel = std::make_unique<check::drive::KernelProcess>(options.kernel, options.time_limit);
    results.judged = judge_kernel(
        *kernel, options.judge_inputs, options.threads.back(),
        [&](const JudgedResult& judged) { say(judged_text(kernel->name(), judged)); }, progress);
  }

  const std::vector<Layer> layers = make_layers(shapes_of(options, say));
  const Layer& largest_square = layers[options.sizes.size() - 1];
  Workspace workspace = make_workspace(layers, largest_square);
  std::list<Comparison> comparisons = compare_kernels(kernel.get(), layers, options.threads.back());
  const Plan plan = make_plan(options, results.target, layers, largest_square, workspace, comparisons);

  results.timings = time_in_turn(plan.tasks.tasks, flags_of(options), progress);
  for (const auto& [name, seconds] : results.timings)
    results.rounds = std::max(results.rounds, static_cast<Index>(seconds.size()));
  derive_results(results, options, plan, layers, comparisons);
  results.unsteady = unsteady_limits(results.timings, limit_names(results));
  if (!results.kernels.empty()) results.accuracy = accuracy_of(largest_square);
  return results;
}

}  // namespace quantcheck::bench
