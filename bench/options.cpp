#include <quantcheck/bench/options.h>

#include <CLI/CLI.hpp>

#include <quantcheck/bench/report/report.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/program/options/number_between.h>

namespace quantcheck::bench {
namespace {

void add_options(CLI::App& app, Options& options) {
  app.add_option("--sizes", options.sizes, "Square layers: inputs = outputs")
      ->delimiter(',')
      ->check(CLI::Range(Index{8}, Index{32768}))
      ->capture_default_str();
  add_timing_options(app, options, results_schema);
  app.add_flag("--full", options.full,
               "Llama's layers too, 4096 x 14336 and 14336 x 4096 (out x in): minutes and 5 GiB more");
  app.add_option(
         "--kernel", options.kernel,
         "A shared library (proofs_check/drive/quantcheck_kernel.h): judge its codes, time it beside ours")
      ->check(CLI::ExistingFile);
  app.add_option("--judge-inputs", options.judge_inputs, "The most inputs of the layers that are judged")
      ->check(CLI::Range(Index{8}, check::max_exact_inputs))
      ->capture_default_str();
  app.add_option("--time-limit", options.time_limit, "The most seconds that a call of the library may take")
      ->check(check::program::number_between(0.1, 1e6))
      ->capture_default_str();
  app.add_option("--svg", options.svg, "Write a plot of share against size to this file");
  app.add_flag("--markdown", options.markdown, "Print the result as Markdown");
  app.footer(app.get_footer() +
             "\nExit status: 0; of --kernel 1 if a verdict is FAILS, else 2 if a layer has no answer, else 3 "
             "if a verdict\n"
             "is UNDECIDED or DEGRADED; 2 also usage, a library that cannot be loaded, a file that cannot be "
             "written.");
}

}  // namespace

std::optional<Options> parse_options(int argc, char** argv) {
  Options options;
  CLI::App app("Times QuantCheck's quantizer, the machine's limits and a kernel of yours, in one run.",
               "quantizer_bench");
  add_options(app, options);
  if (!parse_command_line(app, argc, argv, options)) return std::nullopt;
  sort_once(options.sizes);
  return options;
}

}  // namespace quantcheck::bench
