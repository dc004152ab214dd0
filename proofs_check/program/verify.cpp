// quantcheck verify: judge cases.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <memory>
#include <new>
#include <variant>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/verdict_memory.h>
#include <quantcheck/proofs_check/program/ci_files.h>
#include <quantcheck/proofs_check/program/commands.h>
#include <quantcheck/proofs_check/program/options/available_memory.h>
#include <quantcheck/proofs_check/program/options/case_options.h>
#include <quantcheck/proofs_check/program/options/exit_status.h>
#include <quantcheck/proofs_check/program/options/number_between.h>
#include <quantcheck/proofs_check/program/options/out_of_memory.h>
#include <quantcheck/proofs_check/program/options/output.h>
#include <quantcheck/proofs_check/program/options/terminal.h>
#include <quantcheck/proofs_check/report/findings.h>
#include <quantcheck/proofs_check/report/lattice.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/proofs_check/scales/find_scale_rule.h>
#include <quantcheck/proofs_check/text/printable.h>

namespace quantcheck::check::program {
namespace {

struct VerifyOptions {
  std::vector<std::string> files;  // empty for a case that is put together from options
  CaseOptions given;
  double budget = 1;
  bool exact = false;
  int digits = 6;
  bool json = false;
  CiFiles ci;
};

struct Run {
  const VerifyOptions& options;
  bool quiet;  // whether standard output is for a file
  std::vector<JudgedFile> files;
};

int say_error(const std::string& message) {
  std::fprintf(stderr, "quantcheck: %s\n", without_controls(message).c_str());
  return exit_usage;
}

int refuse(const std::string& file, const std::string& message, Run& run) {
  run.files.push_back({summarize_error(file, message), ""});
  if (run.options.json) print_out(json_error(file, message) + "\n");
  return say_error(message);
}

template <class AnyReport>
int show(const AnyReport& report, Run& run) {
  const std::string text = text_report(report);
  run.files.push_back({summarize(report), text});
  const RunVerdict verdict = report.judgement.verdict;
  if (!run.quiet) print_out(run.options.json ? json_report(report) + "\n" : in_colour(text, verdict));
  return status_of(verdict);
}

int verify(const Case& c, Run& run, ProgressLine& progress) {
  const double budget = run.options.budget;
  const double memory = available_memory();
  const Hypothesis declared = as_declared(c);
  const Judgement judgement =
      judge(c, declared, progress.callback(), {budget, run.options.exact, run.options.digits, memory});
  Diagnosis diagnosis;
  const bool enough_memory = verdict_memory(c, declared) <= memory;
  if (enough_memory) diagnosis = diagnose(c, judgement, progress.callback(), budget);
  const std::optional<ScaleFinding> scales = find_scale_rule(c, enough_memory, progress.callback());
  progress.clear();
  const int digits = run.options.digits;
  return show(Report{c, judgement, diagnosis, digits, findings_of(c, judgement, digits), scales}, run);
}

LatticeJudgement judged(const LatticeCase& c, const Run& run, const Progress& progress) {
  return judge(c, progress, {run.options.budget, run.options.exact, run.options.digits});
}
LatticeJudgement judged(const E8Case& c, const Run&, const Progress& progress) { return judge(c, progress); }

std::optional<LatticeCause> cause_of(const LatticeCase& c, const LatticeJudgement& judgement,
                                     const Run& run) {
  return diagnose(c, judgement, run.options.budget);
}
std::optional<LatticeCause> cause_of(const E8Case& c, const LatticeJudgement& judgement, const Run&) {
  return diagnose(c, judgement);
}

// Judges a LatticeCase or an E8Case.
template <class Lattice>
int verify(const Lattice& c, Run& run, ProgressLine& progress) {
  const LatticeJudgement judgement = judged(c, run, progress.callback());
  const std::optional<LatticeCause> cause = cause_of(c, judgement, run);
  progress.clear();
  const int digits = run.options.digits;
  return show(LatticeReport<Lattice>{c, judgement, cause, digits, findings_of(c, judgement, digits)}, run);
}

int verify(const std::string& file, Run& run) try {
  ProgressLine progress(std::filesystem::path(file).filename().string());
  if (const Progress tell = progress.callback()) tell("reading", 0, 1);
  const auto path = run.options.files.empty() ? std::nullopt : std::optional(file);
  const Subject subject = given_subject(path, run.options.given);
  return std::visit([&](const auto& c) { return verify(c, run, progress); }, subject);
} catch (const Error& error) {
  return refuse(file, error.what(), run);
} catch (const std::bad_alloc&) {
  return refuse(file, file + ": " + lack_of_memory(), run);
} catch (const std::exception& error) {
  return refuse(file, file + ": " + error.what(), run);
}

// The paths of all files that are read.
std::vector<std::string> inputs(const VerifyOptions& options) {
  std::vector<std::string> files = options.files;
  const auto add = [&](const std::string& given) {  // given as FILE or FILE:NAME
    files.push_back(given);
    files.push_back(given.substr(0, given.rfind(':')));
  };
  for (const auto& [role, given] : options.given.layer.tensors) add(given);
  if (options.given.layer.order) add(*options.given.layer.order);
  return files;
}

// Judges all files. That an output cannot be written takes no verdict away.
int verify_all(const VerifyOptions& options) {
  const std::vector<std::string> names =
      options.files.empty() ? std::vector{given_name(options.given)} : options.files;
  check_ci_files(options.ci, inputs(options));
  const bool quiet = uses_standard_output(options.ci);
  if (quiet && options.json) throw Error("standard output cannot be both --json and --junit or --markdown");
  Run run{options, quiet, {}};
  int status = exit_good;
  for (const std::string& file : names) status = worse_status(status, verify(file, run));
  try {
    write_ci_files(options.ci, run.files);
  } catch (const Error& error) {
    status = worse_status(status, say_error(error.what()));
  }
  if (names.size() > 1 && !options.json && !quiet) print_out(verdict_counts(run.files));
  return status;
}

}  // namespace

void add_verify(CLI::App& app, int& status) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* command = app.add_subcommand(
      "verify", "Judge, exactly, whether codes are what GPTQ (nearest plane) or NestQuant (E8) gives");
  command
      ->add_option(
          "cases", options->files,
          "Case files: .safetensors that say \"quantcheck\": \"case/1\", \"case/2\", \"lattice/1\" or "
          "\"e8/1\"; with options also other .safetensors and .npz with the tensors of a case")
      ->type_name("FILE");
  command
      ->add_option("--budget", options->budget,
                   "Times the exact arithmetic that judging a case, and looking for the cause, may each take "
                   "by default, some eight seconds; beyond it is UNDECIDED")
      ->type_name("N")
      ->check(number_between(1.0, most_budget_times));
  command->add_flag("--exact", options->exact,
                    "Judge in rationals alone, up to 256 inputs: the oracle of the faster judge");
  command
      ->add_option("--digits", options->digits,
                   "The digits of the loss and its bound, 6 to 12; more than 8 or so take longer")
      ->type_name("N")
      ->check(CLI::Range(6, 12));
  command->add_flag("--json", options->json, "One line of JSON per case (quantcheck-verdict/1)");
  const auto a_path = [](const std::string& path) {
    if (path.empty()) return std::string("no file named");
    return path.starts_with("--") ? path + " is an option; write ./" + path + " for a file" : std::string();
  };
  command
      ->add_option("--junit", options->ci.junit,
                   "Write JUnit XML to this file too: a test case per file; - for standard output, which "
                   "then holds it alone")
      ->type_name("FILE")
      ->check(a_path);
  command
      ->add_option("--markdown", options->ci.markdown,
                   "Write a table in Markdown to this file too; -: the same")
      ->type_name("FILE")
      ->check(a_path);
  add_case_options(*command, options->given);
  command->footer(
      "Exit status: 0 CONFORMS, 1 FAILS, 2 usage or unreadable input, 3 UNDECIDED or DEGRADED.\n"
      "Of several files all are judged; then 1 if any fails, else 2, else 3, else 0.");
  command->callback([options, &status] { status = verify_all(*options); });
}

}  // namespace quantcheck::check::program
