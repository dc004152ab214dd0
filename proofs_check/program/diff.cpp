// quantcheck diff: compare two results for one layer.
#include <cstdio>
#include <exception>
#include <memory>
#include <new>
#include <variant>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/io/cases/subject_file.h>
#include <quantcheck/proofs_check/program/commands.h>
#include <quantcheck/proofs_check/program/options/exit_status.h>
#include <quantcheck/proofs_check/program/options/layer_options.h>
#include <quantcheck/proofs_check/program/options/out_of_memory.h>
#include <quantcheck/proofs_check/program/options/output.h>
#include <quantcheck/proofs_check/program/options/terminal.h>
#include <quantcheck/proofs_check/report/difference.h>
#include <quantcheck/proofs_check/text/printable.h>

namespace quantcheck::check::program {
namespace {

struct DiffOptions {
  std::string a;
  std::string b;
  Triangle triangle = Triangle::both;
  bool json = false;
};

int status_of_outcome(DiffOutcome outcome) {
  switch (outcome) {
    case DiffOutcome::both_fail:
    case DiffOutcome::a_fails:
    case DiffOutcome::b_fails:
      return exit_bad;
    case DiffOutcome::not_comparable:
      return exit_usage;
    case DiffOutcome::undecided:
      return exit_undecided;
    case DiffOutcome::same:
    case DiffOutcome::both_conform:
      break;
  }
  return exit_good;
}

int show(const DifferenceReport& report, bool json, ProgressLine& progress) {
  progress.clear();
  print_out(json ? json_report(report) + "\n" : text_report(report));
  return status_of_outcome(report.difference.outcome());
}

int diff(const Case& a, const Case& b, bool json, ProgressLine& progress) {
  const CaseDifference difference = compare(a, b, progress.callback());
  return show({a.name, b.name, difference, &difference}, json, progress);
}

int diff(const LatticeCase& a, const LatticeCase& b, bool json, ProgressLine& progress) {
  return show({a.name, b.name, compare(a, b, progress.callback())}, json, progress);
}

int diff(const DiffOptions& options) {
  ProgressLine progress("diff");
  if (const Progress show = progress.callback()) show("reading", 0, 1);
  const Subject first = read_subject(options.a, options.triangle);
  const Subject second = read_subject(options.b, options.triangle);
  if (const auto* a = std::get_if<Case>(&first))
    if (const auto* b = std::get_if<Case>(&second)) return diff(*a, *b, options.json, progress);
  if (const auto* a = std::get_if<LatticeCase>(&first))
    if (const auto* b = std::get_if<LatticeCase>(&second)) return diff(*a, *b, options.json, progress);
  throw Error(options.a + " and " + options.b +
              ": only two \"case/1\" or two \"lattice/1\" files can be compared");
}

int refuse(const DiffOptions& options, const std::string& message) {
  if (options.json) print_out(json_diff_error(options.a, options.b, message) + "\n");
  std::fprintf(stderr, "quantcheck: %s\n", without_controls(message).c_str());
  return exit_usage;
}

int diff_or_refuse(const DiffOptions& options) try { return diff(options); } catch (const std::bad_alloc&) {
  return refuse(options, options.a + " and " + options.b + ": " + lack_of_memory());
} catch (const std::exception& error) {
  return refuse(options, error.what());
}

}  // namespace

void add_diff(CLI::App& app, int& status) {
  auto options = std::make_shared<DiffOptions>();
  CLI::App* command = app.add_subcommand(
      "diff", "Compare two results for one layer: where they part, and which is right from there on");
  command->add_option("A", options->a, "A case file (.safetensors, \"case/1\" or \"lattice/1\")")->required();
  command->add_option("B", options->b, "Another one, for the same layer")->required();
  command->add_flag("--json", options->json, "One line of JSON (quantcheck-diff/1)");
  add_triangle(*command, options->triangle);
  command->footer(
      "Exit status: 0 the codes are the same, or both conform; 1 one of them fails, or both; 2 usage, "
      "unreadable "
      "input,\nor they were not asked the same; 3 UNDECIDED or DEGRADED.");
  command->callback([options, &status] { status = diff_or_refuse(*options); });
}

}  // namespace quantcheck::check::program
