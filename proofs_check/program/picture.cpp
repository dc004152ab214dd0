// quantcheck picture: the box criterion, drawn.
#include <memory>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/ledger/figures/picture.h>
#include <quantcheck/proofs_check/program/commands.h>
#include <quantcheck/proofs_check/program/options/output.h>
#include <quantcheck/proofs_check/text/printable.h>

namespace quantcheck::check::program {

void add_picture(CLI::App& app, int&) {
  auto file = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "picture",
      "Draw the box criterion: the lattice of two inputs, its Voronoi cells and nearest-plane boxes");
  command
      ->add_option("file", *file,
                   "The SVG to write, - for standard output; docs/box-criterion.md explains it")
      ->required();
  command->callback([file] {
    write_output(*file, ledger::box_picture(ledger::shown_layer()));
    if (!is_standard_output(*file)) print_out("Written: " + without_controls(*file) + "\n");
  });
}

}  // namespace quantcheck::check::program
