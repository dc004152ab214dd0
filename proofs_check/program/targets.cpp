// quantcheck targets: what the optimized kernels can run on here.
#include <CLI/CLI.hpp>

#include <quantcheck/optimized/target.h>
#include <quantcheck/proofs_check/program/commands.h>
#include <quantcheck/proofs_check/program/options/output.h>

namespace quantcheck::check::program {

void add_targets(CLI::App& app, int&) {
  CLI::App* command = app.add_subcommand(
      "targets", "List the instruction sets of the optimized kernels; QUANTCHECK_TARGET=NAME forces one");
  command->callback([] {
    using namespace optimized;
    const Target used = default_target();
    std::string text;
    for (const Target target : all_targets) {
      std::string name(name_of(target));
      name.resize(8, ' ');
      text += name +
              (target == used      ? "used"
               : available(target) ? "available"
                                   : "not on this machine") +
              "\n";
    }
    print_out(text);
  });
}

}  // namespace quantcheck::check::program
