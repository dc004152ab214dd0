// The program: quantcheck.
#include <cstdio>
#include <exception>
#include <sstream>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/io/printable.h>
#include <quantcheck/proofs_check/program/commands.h>
#include <quantcheck/proofs_check/program/exit_status.h>
#include <quantcheck/proofs_check/program/terminal.h>

int main(int argc, char** argv) try {
  using namespace quantcheck::check::program;
  CLI::App app("QuantCheck says, with exact arithmetic, whether a weight quantizer did what it claims.",
               "quantcheck");
  app.set_version_flag("--version", "quantcheck " QUANTCHECK_VERSION);
  app.require_subcommand(1);
  int status = 0;
  add_verify(app, status);
  add_quantize(app, status);
  add_diff(app, status);
  add_claims(app, status);
  add_targets(app, status);
  add_demo(app, status);
  add_picture(app, status);

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help, --version
    std::ostringstream text;
    app.exit(asked, text);
    print_out(text.str());
    return exit_good;
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "quantcheck: %s\nRun with --help for more information.\n", error.what());
    return exit_usage;
  }
  return status;
} catch (const std::exception& error) {
  std::fprintf(stderr, "quantcheck: %s\n", quantcheck::check::without_controls(error.what()).c_str());
  return quantcheck::check::program::exit_usage;
}
