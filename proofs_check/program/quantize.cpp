// quantcheck quantize: make a case.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/io/case_file.h>
#include <quantcheck/proofs_check/io/lattice_file.h>
#include <quantcheck/proofs_check/io/layer_tensors.h>
#include <quantcheck/proofs_check/io/printable.h>
#include <quantcheck/proofs_check/io/safetensors.h>
#include <quantcheck/proofs_check/io/tensor_source.h>
#include <quantcheck/proofs_check/io/tensor_values.h>
#include <quantcheck/proofs_check/program/commands.h>
#include <quantcheck/proofs_check/program/quantize_options.h>
#include <quantcheck/proofs_check/program/terminal.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/proofs_check/quantize/quantize_lattice.h>

namespace quantcheck::check::program {
namespace {

/// Tensors from files, none of which is the file to be written.
class Inputs {
 public:
  explicit Inputs(std::string out) : out_(std::move(out)) {}

  /// The tensor that "FILE" or "FILE:NAME" names: without a name the one called `role`, or the only one.
  TensorView read(const std::string& text, const char* role) const {
    const TensorPath path = parse_tensor_path(text);
    std::error_code ignored;
    if (std::filesystem::equivalent(path.file, out_, ignored))
      throw Error("--out " + out_ + " is the file that " + role + " is read from");
    const TensorBundle bundle = read_tensors(path.file);
    const TensorView* by_role = path.name ? nullptr : bundle.find(role);
    return called(by_role != nullptr ? *by_role : pick_tensor(bundle, path.name), role);
  }

 private:
  std::string out_;
};

TensorBundle bundle_of(const Inputs& inputs,
                       std::initializer_list<std::pair<const char*, const std::string*>> tensors) {
  TensorBundle bundle;
  for (const auto& [role, text] : tensors)
    if (!text->empty()) bundle.tensors.push_back(inputs.read(*text, role));
  bundle.name = bundle.tensors.front().file;
  return bundle;
}

GivenScales given_scales(const Layer& layer, const QuantizeWords& words, const Inputs& inputs) {
  const TensorBundle file = bundle_of(
      inputs, {{"scale", &words.scale}, {"zero", &words.zero}, {"group_index", &words.group_index}});
  const TensorView& scale = required(file, "scale");
  check_matrix(scale, "out x groups", "a grid");
  GivenScales given;
  given.groups = scale.shape[1];
  check_shape(scale, {layer.out, given.groups}, "out x groups");
  given.scale = float_values(scale, "group");
  if (const TensorView* zero = file.find("zero")) {
    check_shape(*zero, {layer.out, given.groups}, "out x groups");
    given.zero = integer_values(*zero, "group");
  }
  given.group_index = parse_group_index(file, layer.in, given.groups, words.group_size, scale);
  return given;
}

// As a shell takes it.
std::string quoted(const std::string& path) {
  const auto plain = [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string("_./-+=:@%,").find(static_cast<char>(c)) != std::string::npos;
  };
  return std::all_of(path.begin(), path.end(), plain) ? path : "'" + path + "'";
}

std::string rounded_note(const Layer& layer, const std::vector<double>& taken) {
  if (taken.size() != layer.weight.size()) return "";
  Index count = 0;
  for (std::size_t k = 0; k < taken.size(); ++k) count += taken[k] != layer.weight[k] ? 1 : 0;
  if (count == 0) return "";
  return "  " + std::to_string(count) + " weights are no float32: the case holds them rounded to one\n";
}

std::string summary(const std::string& out, Index rows, Index cols, const std::string& source,
                    const std::string& note, const std::string& rounded) {
  return without_controls(out) + ": " + std::to_string(rows) + " x " + std::to_string(cols) +
         " (out x in), " + source + "\n  " + note + "\n" + rounded + "next: quantcheck verify " +
         quoted(without_controls(out)) + "\n";
}

void run_quantize(const QuantizeWords& words) {
  const Inputs inputs(words.out);
  const TensorBundle file = bundle_of(
      inputs, {{"weight", &words.weight}, {"hessian", &words.hessian}, {"activations", &words.activations}});
  const Layer layer = parse_layer(file, words.triangle);
  ProgressLine progress(std::filesystem::path(words.out).filename().string());
  if (words.is_lattice()) {
    LatticeCase c = quantize_lattice(layer, lattice_options(words), {}, progress.callback());
    c.name = words.out;
    write_file(words.out, serialize_lattice_case(c));
    progress.clear();
    const bool as_given = words.rotation == "none";
    print_out(
        summary(words.out, c.rows, c.cols, c.source, c.note, as_given ? rounded_note(layer, c.values) : ""));
    return;
  }
  QuantizeOptions options = quantize_options(words);
  if (options.order == optimized::OrderKind::given)
    options.given_order = parse_order(inputs.read(words.order, "order"), layer.in);
  if (!words.scale.empty()) options.grid.given = given_scales(layer, words, inputs);
  Case c = quantize(layer, options, {}, progress.callback());
  c.name = words.out;
  write_case(c, words.out);
  progress.clear();
  print_out(summary(words.out, c.out, c.in, c.source, c.note, rounded_note(layer, c.weight)));
}

}  // namespace

void add_quantize(CLI::App& app, int&) {
  auto words = std::make_shared<QuantizeWords>();
  CLI::App* command = app.add_subcommand(
      "quantize",
      "Make a case: a layer's codes by GPTQ, the nearest plane, plain rounding, NestQuant or LDLQ");
  declare_options(*command, *words);
  command->footer(
      "The same input gives the same bytes, on any machine and any number of threads. What each option "
      "means,\n"
      "and what is written: docs/quantize.md.");
  command->callback([command, words] {
    check_words(*command, *words);
    run_quantize(*words);
  });
}

}  // namespace quantcheck::check::program
