#include <quantcheck/bench/options.h>

#include <algorithm>
#include <sstream>
#include <thread>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/program/terminal.h>

namespace quantcheck::bench {
namespace {

std::vector<int> one_and_all() {
  const int all = static_cast<int>(std::thread::hardware_concurrency());
  return all > 1 ? std::vector<int>{1, all} : std::vector<int>{1};
}

template <class T>
void sort_once(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

void add_options(CLI::App& app, Options& options) {
  app.add_option("--sizes", options.sizes, "Square layers: inputs = outputs")
      ->delimiter(',')
      ->check(CLI::Range(Index{8}, Index{32768}))
      ->capture_default_str();
  app.add_option("--threads", options.threads, "Numbers of threads")
      ->delimiter(',')
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  app.add_option("--rounds", options.rounds, "How often each task is timed, all in turn")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  app.add_flag("--full", options.full,
               "Llama's layers too, 4096 x 14336 and 14336 x 4096 (out x in): minutes and 5 GiB more");
  app.add_option(
         "--kernel", options.kernel,
         "A shared library (proofs_check/c/quantcheck_kernel.h): judge its codes, time it beside ours")
      ->check(CLI::ExistingFile);
  app.add_option("--judge-inputs", options.judge_inputs, "The most inputs of the layers that are judged")
      ->check(CLI::Range(Index{8}, check::max_exact_inputs))
      ->capture_default_str();
  app.add_option("--json", options.json, "Write everything measured to this file (quantcheck-bench/1)");
  app.add_option("--svg", options.svg, "Write a plot of share against size to this file");
  app.add_flag("--markdown", options.markdown, "Print the result as Markdown");
  app.allow_extras();
  app.footer(
      "Google Benchmark's options work too: --benchmark_filter=REGEX, --benchmark_out=FILE, ...\n"
      "Exit status: 0; of --kernel 1 if a verdict is FAILS, 3 if one is UNDECIDED or DEGRADED; 2 usage, a\n"
      "library that cannot be used, a file that cannot be written.");
}

}  // namespace

std::optional<Options> parse_options(int argc, char** argv) {
  Options options;
  options.threads = one_and_all();
  CLI::App app("Times QuantCheck's quantizer, the machine's limits and a kernel of yours, in one run.",
               "quantizer_bench");
  add_options(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    std::ostringstream text;
    app.exit(asked, text);
    check::program::print_out(text.str());
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    throw Error(std::string(error.what()) + "; run with --help for more information");
  }
  options.benchmark_flags = app.remaining();
  sort_once(options.sizes);
  sort_once(options.threads);
  return options;
}

}  // namespace quantcheck::bench
