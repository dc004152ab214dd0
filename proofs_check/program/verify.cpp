// quantcheck verify: judge cases.
#include <cstdio>
#include <exception>
#include <memory>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/io/case_file.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/program/commands.h>
#include <quantcheck/proofs_check/program/terminal.h>
#include <quantcheck/proofs_check/report/report.h>

namespace quantcheck::check::program {
namespace {

struct VerifyOptions {
  std::vector<std::string> files;
  Triangle triangle = Triangle::both;
  bool json = false;
};

int status_of(RunVerdict verdict) {
  switch (verdict) {
    case RunVerdict::conforms:
      return exit_conforms;
    case RunVerdict::fails:
      return exit_fails;
    case RunVerdict::degraded:
    case RunVerdict::undecided:
      break;
  }
  return exit_undecided;
}

void print(const std::string& text) { std::fputs(text.c_str(), stdout); }

int verify(const std::string& file, const VerifyOptions& options) try {
  ProgressLine progress(file);
  const Case c = read_case(file, options.triangle);
  const Judgement judgement = judge(c, as_declared(c), progress.callback());
  std::optional<Dialect> cause;
  if (judgement.wrong + judgement.undecided > 0 && judgement.outside > 0)
    cause = diagnose(c, progress.callback());
  progress.clear();
  const Report report{c, judgement, cause};
  print(options.json ? json_report(report) + "\n" : text_report(report));
  return status_of(judgement.verdict);
} catch (const std::exception& error) {
  if (options.json) print(json_error(file, error.what()) + "\n");
  std::fprintf(stderr, "quantcheck: %s\n", error.what());
  return exit_usage;
}

// Of several files: 1 if any fails, else 2, else 3, else 0.
int worse(int a, int b) {
  for (const int status : {exit_fails, exit_usage, exit_undecided})
    if (a == status || b == status) return status;
  return exit_conforms;
}

}  // namespace

void add_verify(CLI::App& app, int& status) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* command =
      app.add_subcommand("verify", "Judge whether codes are what GPTQ (nearest plane) gives, exactly");
  command->add_option("cases", options->files, "Case files (.safetensors, \"quantcheck\": \"case/1\")")
      ->required();
  command->add_flag("--json", options->json, "One line of JSON per case (quantcheck-verdict/1)");
  command
      ->add_option("--triangle", options->triangle,
                   "Take one triangle of a hessian that is not exactly symmetric: lower or upper")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, Triangle>{{"lower", Triangle::lower}, {"upper", Triangle::upper}}))
      ->type_name("lower|upper");
  command->callback([options, &status] {
    for (const std::string& file : options->files) {
      status = worse(status, verify(file, *options));
      std::fflush(stdout);
    }
  });
}

}  // namespace quantcheck::check::program
