// quantcheck demo: two cases to try the judge on.
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/formats/output_file.h>
#include <quantcheck/proofs_check/program/commands.h>
#include <quantcheck/proofs_check/program/demo_layer.h>
#include <quantcheck/proofs_check/program/options/output.h>
#include <quantcheck/proofs_check/text/printable.h>

namespace quantcheck::check::program {

void add_demo(CLI::App& app, int&) {
  auto folder = std::make_shared<std::filesystem::path>();
  CLI::App* command =
      app.add_subcommand("demo", "Write two cases to try: a sound one and one with a planted fault");
  command->add_option("folder", *folder, "Where to write sound.safetensors and faulty.safetensors")
      ->required();
  command->callback([folder] {
    make_folder(folder->string());
    Case layer = demo_layer(64, 128);
    for (const bool sound : {true, false}) {
      quantize_demo(layer, sound);
      const std::string file = (*folder / (sound ? "sound.safetensors" : "faulty.safetensors")).string();
      write_case(layer, file);
      print_out(without_controls(file) + ": " + layer.source + "; " + layer.note + "\n");
    }
  });
}

}  // namespace quantcheck::check::program
