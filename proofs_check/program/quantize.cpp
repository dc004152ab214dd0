// quantcheck quantize: make a case.
#include <filesystem>
#include <memory>
#include <new>
#include <string_view>
#include <system_error>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/cases/checked_tensors.h>
#include <quantcheck/proofs_check/io/cases/lattice_file.h>
#include <quantcheck/proofs_check/io/cases/layer_tensors.h>
#include <quantcheck/proofs_check/io/cases/tensor_shapes.h>
#include <quantcheck/proofs_check/io/formats/output_file.h>
#include <quantcheck/proofs_check/io/formats/tensor_source.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/program/commands.h>
#include <quantcheck/proofs_check/program/options/out_of_memory.h>
#include <quantcheck/proofs_check/program/options/output.h>
#include <quantcheck/proofs_check/program/options/quantize_options.h>
#include <quantcheck/proofs_check/program/options/terminal.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/proofs_check/quantize/quantize_lattice.h>
#include <quantcheck/proofs_check/text/printable.h>

namespace quantcheck::check::program {
namespace {

void check_out(const QuantizeWords& words) {
  const auto check = [&](const std::string& role, const std::string& text) {
    std::error_code ignored;  // the error of a file that is not there
    if (std::filesystem::equivalent(parse_tensor_path(text).file, words.out, ignored))
      throw Error("--out " + words.out + ": the " + role + " is read from that file");
  };
  for (const auto& [role, text] : words.layer.tensors) check(role, text);
  if (words.layer.order && !order_is_named(words.layer)) check("order", *words.layer.order);
  if (!is_standard_output(words.out)) require_writable(words.out);
}

GivenScales given_scales(const TensorBundle& file, const Layer& layer, const QuantizeWords& words) {
  const TensorView& scale = required(file, "scale");
  check_matrix(scale, "out x groups", "a grid");
  GivenScales given;
  given.groups = scale.shape[1];
  given.scale = float_values(scale, "group");
  if (const TensorView* zero = file.find("zero")) given.zero = integer_values(*zero, "group");
  given.group_index = parse_group_index(file, layer.in, given.groups, words.layer.group_size, scale);
  return given;
}

Case make_case(const TensorBundle& file, const Layer& layer, const QuantizeWords& words,
               const Progress& progress) {
  QuantizeOptions options = quantize_options(words);
  if (const TensorView* order = file.find("order")) options.given_order = parse_order(*order, layer.in);
  if (file.find("scale") != nullptr) options.grid.given = given_scales(file, layer, words);
  Case c = quantize(layer, options, {}, progress);
  c.name = words.out;
  return c;
}

LatticeCase make_lattice_case(const Layer& layer, const QuantizeWords& words, const Progress& progress) {
  LatticeCase c = quantize_lattice(layer, lattice_options(words), {}, progress);
  c.name = words.out;
  return c;
}

// The path as a shell takes it.
std::string quoted(const std::string& path) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-+=:@%,";
  std::string file = path.starts_with("-") ? "./" + path : path;
  if (file.find_first_not_of(plain) == std::string::npos) return file;
  std::string words = "'";
  for (const char c : file) words += c == '\'' ? "'\\''" : std::string(1, c);
  return words + "'";
}

template <class AnyCase>
std::string summary(const AnyCase& c, const Layer& layer) {
  const std::string out = without_controls(c.name);
  return out + ": " + std::to_string(layer.out) + " x " + std::to_string(layer.in) + " (out x in)\n  " +
         c.source + "\n  " + c.note + "\nnext: quantcheck verify " + quoted(out) + "\n";
}

void run_quantize(const QuantizeWords& words) {
  check_out(words);
  ProgressLine progress(std::filesystem::path(words.out).filename().string());
  const TensorBundle file = read_given_tensors(words.layer, words.out);
  check_case_shapes(file);
  const Layer layer = parse_layer(file, words.layer.triangle);
  std::string text;
  if (words.is_lattice()) {
    const LatticeCase c = make_lattice_case(layer, words, progress.callback());
    write_output(words.out, serialize_lattice_case(c));
    text = summary(c, layer);
  } else {
    const Case c = make_case(file, layer, words, progress.callback());
    write_output(words.out, serialize_case(c));
    text = summary(c, layer);
  }
  progress.clear();
  if (!is_standard_output(words.out)) print_out(text);
}

}  // namespace

void add_quantize(CLI::App& app, int&) {
  auto words = std::make_shared<QuantizeWords>();
  CLI::App* command = app.add_subcommand(
      "quantize",
      "Make a case: a layer's codes by GPTQ, the nearest plane, plain rounding, NestQuant or LDLQ");
  declare_options(*command, *words);
  command->footer(
      "Without --absolute-damping and --relative-damping, --relative-damping 0.01 is taken; without "
      "--arithmetic, "
      "fp32.\n"
      "The same input gives the same bytes, on every machine and for any number of threads. What each "
      "option\n"
      "means and what is written: docs/quantize.md.");
  command->callback([command, words] {
    check_words(*command, *words);
    try {
      run_quantize(*words);
    } catch (const std::bad_alloc&) {
      throw Error(words->out + ": " + lack_of_memory());
    }
  });
}

}  // namespace quantcheck::check::program
