// quantizer_bench: the quantizer, the machine's limits, and a user's kernel, in one run.
#include <quantcheck/bench/blas/openblas.h>
#include <cstring>

#include <quantcheck/bench/command_line.h>
#include <quantcheck/bench/derive.h>
#include <quantcheck/bench/options.h>
#include <quantcheck/bench/report/report.h>
#include <quantcheck/bench/suite.h>
#include <quantcheck/proofs_check/drive/kernel_library.h>
#include <quantcheck/proofs_check/program/options/exit_status.h>
#include <quantcheck/proofs_check/program/options/terminal.h>

namespace quantcheck::bench {
namespace {

int run(int argc, char** argv) {
  const std::optional<Options> options = parse_options(argc, argv);
  if (!options) return check::program::exit_good;
  const std::vector<std::string> files{options->json, options->svg};
  require_results_files(files);
  const std::vector<Figure> kept = read_figures(options->against, results_schema);
  check::program::ProgressLine progress("quantizer_bench");
  const auto say = [&](const std::string& text) {
    progress.clear();
    print_beside(files, text);
  };
  const Results results = run_suite(*options, say, progress.callback());
  say(options->markdown ? markdown_report(results) : text_report(results));
  if (!options->against.empty()) say(compared_text(figures_of(results), kept, options->against));
  write_results_file(options->json, json_report(results));
  write_results_file(options->svg, svg_plot(results));
  return exit_status_of(results);
}

}  // namespace
}  // namespace quantcheck::bench

int main(int argc, char** argv) {
  using namespace quantcheck::bench;
  using namespace quantcheck::check::drive;
  return run_program("quantizer_bench", [=] {
    restart_with_best_blas(argv);
    keep_memory();
    if (argc == 3 && std::strcmp(argv[1], serve_argument) == 0)
      return serve_kernel(argv[2], set_blas_threads);
    return run(argc, argv);
  });
}
