// quantizer_bench: the quantizer, the machine's limits, and a user's kernel, in one run.
#include <malloc.h>

#include <cstdio>
#include <exception>
#include <fstream>

#include <quantcheck/bench/blas/openblas.h>
#include <quantcheck/bench/options.h>
#include <quantcheck/bench/report/report.h>
#include <quantcheck/bench/suite.h>
#include <quantcheck/proofs_check/io/printable.h>
#include <quantcheck/proofs_check/program/exit_status.h>
#include <quantcheck/proofs_check/program/terminal.h>

namespace quantcheck::bench {
namespace {

using check::program::print_out;

void write_file(const std::string& file, const std::string& text) {
  if (file.empty()) return;
  std::ofstream stream(file);
  stream << text << std::flush;
  if (!stream) throw Error(file + ": cannot be written");
}

// 1 if any judged layer fails, else 3 if one is undecided or degraded, else 0.
int status_of(const Results& results) {
  int status = check::program::exit_good;
  for (const JudgedResult& judged : results.judged) {
    const int its_status = check::program::status_of(judged.verdict);
    if (its_status == check::program::exit_bad) return its_status;
    if (its_status != check::program::exit_good) status = its_status;
  }
  return status;
}

// As in a process that quantizes layer after layer: else every round would be timed with the system's giving
// of fresh pages, which for the largest layers is a fifth of the whole.
void keep_memory() {
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);
}

int run(int argc, char** argv) {
  const std::optional<Options> options = parse_options(argc, argv);
  if (!options) return check::program::exit_good;
  for (const std::string& file : {options->json, options->svg}) write_file(file, "");  // fail early
  check::program::ProgressLine progress("quantizer_bench");
  const auto say = [&](const std::string& text) {
    progress.clear();
    print_out(text);
  };
  const Results results = run_suite(*options, say, progress.callback());
  say(options->markdown ? markdown_report(results) : text_report(results));
  write_file(options->json, json_report(results));
  write_file(options->svg, svg_plot(results));
  return status_of(results);
}

}  // namespace
}  // namespace quantcheck::bench

int main(int argc, char** argv) try {
  quantcheck::bench::restart_with_best_blas(argv);
  quantcheck::bench::keep_memory();
  return quantcheck::bench::run(argc, argv);
} catch (const std::exception& error) {
  std::fprintf(stderr, "quantizer_bench: %s\n", quantcheck::check::without_controls(error.what()).c_str());
  return quantcheck::check::program::exit_usage;
}
