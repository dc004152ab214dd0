#include <quantcheck/bench/table_bench.h>

#include <algorithm>

#include <CLI/CLI.hpp>

#include <quantcheck/bench/machine.h>
#include <quantcheck/proofs_check/program/options/exit_status.h>
#include <quantcheck/proofs_check/program/options/terminal.h>
#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::bench {
namespace {

using check::format;

std::string text_of(const TableBench& bench, const Machine& machine, const TimingOptions& options,
                    const std::vector<TableRow>& rows, const Timings& timings) {
  std::string text = machine.processor + format(", %d threads\n", machine.threads);
  text += format("Medians of %d rounds. Spread: from quartile to quartile, of the median. %s\n",
                 options.rounds, bench.about);
  const bool shares = std::ranges::any_of(rows, [](const TableRow& row) { return row.share.has_value(); });
  const auto line = [shares](const std::string& columns, const std::string& spread,
                             const std::string& share) {
    return format("  %s%8s", columns.c_str(), spread.c_str()) + (shares ? format("%8s", share.c_str()) : "") +
           "\n";
  };
  for (const int threads : options.threads) {
    text += format("\n%d thread%s\n", threads, threads == 1 ? "" : "s");
    text += line(bench.columns, "spread", "share");
    for (const TableRow& row : rows)
      if (row.threads == threads)
        text += line(row.text, spread_words(spread(timings, row.task)),
                     row.share ? format("%.2f", *row.share) : "-");
  }
  const std::string unsteady = unsteady_words(timings, unsteady_limits(timings, bench.limits()));
  if (!unsteady.empty()) text += "\n" + unsteady + "\n";
  return text;
}

std::vector<Figure> figures_of(const std::vector<TableRow>& rows, const Timings& timings) {
  std::vector<Figure> figures;
  for (const TableRow& row : rows) add_figure(figures, row.task, row.limit, timings);
  return figures;
}

std::string json_of(const TableBench& bench, const Machine& machine, const TimingOptions& options,
                    const std::vector<TableRow>& rows, const Timings& timings) {
  check::Json kernels = check::Json::array();
  for (const TableRow& row : rows) {
    kernels.push_back(row.json);
    kernels.back()["spread"] = check::or_null(spread(timings, row.task));
    kernels.back()["share"] = check::or_null(row.share);
  }
  const check::Json json{{"schema", bench.schema},
                         {"machine", {{"processor", machine.processor}, {"threads", machine.threads}}},
                         {"rounds", options.rounds},
                         {"kernels", kernels},
                         {"figures", figures_json(figures_of(rows, timings))},
                         {"unsteady", unsteady_limits(timings, bench.limits())},
                         {"seconds", timings}};
  return check::one_line(json) + "\n";
}

}  // namespace

int run_table_bench(const TableBench& bench, int argc, char** argv) {
  TimingOptions options;
  options.rounds = bench.rounds;
  CLI::App app(bench.purpose, bench.name);
  add_timing_options(app, options, bench.schema);
  if (!bench.threads.empty()) {
    app.remove_option(app.get_option("--threads"));
    options.threads = bench.threads;
  }
  if (bench.add_options) bench.add_options(app);
  if (!parse_command_line(app, argc, argv, options)) return check::program::exit_good;
  require_results_files({options.json});
  const std::vector<Figure> kept = read_figures(options.against, bench.schema);
  const std::vector<Task> tasks = bench.plan(options);
  check::program::ProgressLine progress(bench.name);
  Timings timings = time_in_turn(tasks, flags_of(options), progress.callback());
  if (bench.parts) timings.merge(bench.parts());
  const std::vector<TableRow> rows = bench.results(timings);
  const Machine machine = this_machine();
  progress.clear();
  print_beside({options.json}, text_of(bench, machine, options, rows, timings));
  if (!options.against.empty())
    print_beside({options.json}, compared_text(figures_of(rows, timings), kept, options.against));
  write_results_file(options.json, json_of(bench, machine, options, rows, timings));
  return check::program::exit_good;
}

}  // namespace quantcheck::bench
