// The program: quantcheck.
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <sstream>
#include <string_view>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/program/commands.h>
#include <quantcheck/proofs_check/program/options/exit_status.h>
#include <quantcheck/proofs_check/program/options/out_of_memory.h>
#include <quantcheck/proofs_check/program/options/output.h>
#include <quantcheck/proofs_check/program/options/signals.h>
#include <quantcheck/proofs_check/program/options/usage.h>
#include <quantcheck/proofs_check/text/printable.h>

namespace quantcheck::check::program {
namespace {

int say(const std::string& message, const char* more = "") {
  std::fprintf(stderr, "quantcheck: %s\n%s", without_controls(message).c_str(), more);
  return exit_usage;
}

// The handler of a signal that comes when somebody cuts a mapped file short while it is read.
extern "C" void say_cut_short(int) {
  constexpr std::string_view words = "quantcheck: a file was cut short while it was read\n";
  static_cast<void>(::write(STDERR_FILENO, words.data(), words.size()) == 0);
  ::_exit(exit_usage);
}

// Keeps the memory that is freed, which the next rows of a layer take again: fresh pages would cost a fifth
// of the time of a verdict.
void keep_memory() {
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);
}

int run(int argc, char** argv) try {
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
  } catch (const CLI::Success& asked) {  // --help or --version was asked for
    std::ostringstream text;
    app.exit(asked, text);
    print_out(text.str());
    return exit_good;
  } catch (const CLI::ParseError& error) {
    return say(usage_error(app, error, {argv + std::min(argc, 1), argv + argc}),
               "Run with --help for more information.\n");
  }
  return status;
} catch (const std::bad_alloc&) {
  return say(lack_of_memory());
} catch (const std::exception& error) {
  return say(error.what());
}

}  // namespace
}  // namespace quantcheck::check::program

int main(int argc, char** argv) try {
  using namespace quantcheck::check::program;
  keep_output_in_order();
  survive_lack_of_memory();
  keep_memory();
  std::signal(SIGBUS, say_cut_short);
  end_cleanly_by_signals();
  return status_with_output(run(argc, argv));
} catch (const std::bad_alloc&) {
  // There was not even enough memory to say so in `run`.
  std::fputs("quantcheck: not enough memory\n", stderr);
  return quantcheck::check::program::exit_usage;
}
