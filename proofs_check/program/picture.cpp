// quantcheck picture: the box criterion, drawn.
#include <memory>
#include <span>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/io/printable.h>
#include <quantcheck/proofs_check/io/safetensors.h>
#include <quantcheck/proofs_check/picture/picture.h>
#include <quantcheck/proofs_check/program/commands.h>
#include <quantcheck/proofs_check/program/terminal.h>

namespace quantcheck::check::program {

void add_picture(CLI::App& app, int&) {
  auto file = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "picture",
      "Draw the box criterion: the lattice of two inputs, its Voronoi cells and nearest-plane boxes");
  command->add_option("file", *file, "The SVG to write; docs/box-criterion.md explains it")->required();
  command->callback([file] {
    const std::string svg = box_picture(shown_layer());
    write_file(*file, std::as_bytes(std::span(svg)));
    print_out("Written: " + without_controls(*file) + "\n");
  });
}

}  // namespace quantcheck::check::program
