#include <quantcheck/proofs_check/program/options/layer_options.h>

#include <algorithm>
#include <array>
#include <string_view>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/io/formats/tensor_source.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/text/arithmetic_names.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/proofs_check/text/rounding_names.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/parse.h>

namespace quantcheck::check::program {
namespace {

constexpr const char* layer_group =
    "The layer (FILE is .npy, .npz or .safetensors; FILE:NAME picks a tensor)";
constexpr const char* range_group = "The codes' range";

constexpr std::array<std::string_view, 4> named_orders{"natural", "act", "gar", "min-pivot"};

// Adds an option that takes an exact number that is not negative.
void add_number(CLI::App& command, const char* name, std::optional<reference::Rational>& target,
                const char* type, const char* help) {
  command
      .add_option_function<std::string>(
          name,
          [name, &target](const std::string& text) {
            try {
              target = reference::parse_number(text);
            } catch (const Error& error) {
              throw CLI::ValidationError(name, error.what());
            }
            if (*target < 0) throw CLI::ValidationError(name, text + " is negative");
          },
          help)
      ->type_name(type)
      ->group(method_group);
}

template <class Value, std::size_t count>
void add_named(CLI::App& command, const char* name, std::optional<Value>& target,
               const std::array<std::pair<std::string_view, Value>, count>& names, const char* help) {
  std::vector<std::string> spellings;
  spellings.reserve(count);
  for (const auto& [spelling, value] : names) spellings.emplace_back(spelling);
  command
      .add_option_function<std::string>(
          name,
          [&target, &names](const std::string& text) {
            for (const auto& [spelling, value] : names)
              if (spelling == text) target = value;
          },
          help)
      ->check(CLI::IsMember(spellings))
      ->group(method_group);
}

void add_integer(CLI::App& command, const char* name, std::optional<Code>& target, const char* help) {
  command.add_option(name, target, help)
      ->check(CLI::Range(1 - integer_limit, integer_limit - 1, "INT"))
      ->group(range_group);
}

}  // namespace

CLI::Option* add_tensor(CLI::App& command, LayerOptions& options, const char* role, const char* help,
                        const char* group) {
  std::string name = std::string("--") + role;
  std::replace(name.begin(), name.end(), '_', '-');
  return command
      .add_option_function<std::string>(
          name, [&options, role](const std::string& file) { options.tensors[role] = file; }, help)
      ->check([](const std::string& file) { return std::string(file.empty() ? "the FILE has no name" : ""); })
      ->type_name("FILE")
      ->group(group);
}

CLI::Option* add_triangle(CLI::App& command, Triangle& triangle) {
  return command
      .add_option_function<std::string>(
          "--triangle",
          [&triangle](const std::string& side) {
            triangle = side == "lower" ? Triangle::lower : Triangle::upper;
          },
          "Take one triangle of a hessian that is not exactly symmetric")
      ->check(CLI::IsMember({"lower", "upper"}));
}

void add_layer_tensors(CLI::App& command, LayerOptions& options) {
  add_tensor(command, options, "weight", "out x in, as in PyTorch", layer_group);
  CLI::Option* hessian =
      add_tensor(command, options, "hessian", "in x in, symmetric, not yet damped", layer_group);
  add_tensor(command, options, "activations", "samples x in, in place of the hessian, which is X^T X",
             layer_group)
      ->excludes(hessian);
  add_triangle(command, options.triangle)->group(layer_group);
  command
      .add_option("--tensor", options.tensor,
                  "The tensor to take of every FILE that has several and is given without :NAME")
      ->type_name("NAME")
      ->group(layer_group);
}

void add_scale_options(CLI::App& command, LayerOptions& options) {
  add_tensor(command, options, "scale", "out x groups", scale_group);
  add_tensor(command, options, "zero", "out x groups, integers (absent: 0)", scale_group);
  CLI::Option* index =
      add_tensor(command, options, "group_index", "in, a group for each column", scale_group);
  command.add_option("--group-size", options.group_size, "Columns per group (absent: equal groups)")
      ->check(CLI::Range(Index{1}, static_cast<Index>(integer_limit - 1), "INT >= 1"))
      ->excludes(index)
      ->group(scale_group);
}

void add_range_options(CLI::App& command, LayerOptions& options) {
  add_integer(command, "--qmin", options.qmin, "Smallest code (absent: no end)");
  add_integer(command, "--qmax", options.qmax, "Largest code (absent: no end)");
  CLI::Option* bits = command
                          .add_option("--bits", options.bits,
                                      "Instead: B bits, --symmetric (-2^(B-1) .. 2^(B-1)-1) or --asymmetric "
                                      "(0 .. 2^B-1)")
                          ->check(CLI::Range(2, 8))
                          ->type_name("B")
                          ->excludes("--qmin", "--qmax")
                          ->group(range_group);
  CLI::Option* symmetric =
      command.add_flag("--symmetric", options.symmetric, "See --bits")->needs(bits)->group(range_group);
  command.add_flag("--asymmetric", options.asymmetric, "See --bits")
      ->needs(bits)
      ->excludes(symmetric)
      ->group(range_group);
}

void add_method_options(CLI::App& command, LayerOptions& options) {
  command
      .add_option(
          "--order", options.order,
          "natural, act (descending diagonal), gar (groups by their greatest diagonal entry, and act inside "
          "each), min-pivot, or a FILE with a permutation")
      ->type_name("ORDER")
      ->group(method_group);
  add_number(command, "--absolute-damping", options.damping, "LAMBDA",
             "The matrix factored is hessian + LAMBDA * I; taken exactly");
  add_number(command, "--relative-damping", options.relative_damping, "FRACTION",
             "Of the mean of the hessian's diagonal (GPTQ's percdamp); is added to --absolute-damping");
  add_named(command, "--arithmetic", options.arithmetic, arithmetic_names, "What the codes are computed in");
  add_named(command, "--rounding", options.rounding, rounding_names, "What ties are rounded to");
}

TensorBundle read_given_tensors(const LayerOptions& options, const std::string& name) {
  std::map<std::string, std::string> wanted = options.tensors;
  if (options.order && !order_is_named(options)) wanted["order"] = *options.order;
  std::map<std::string, TensorBundle> files;
  TensorBundle bundle{name, {}, {}};
  bool taken = !options.tensor;
  for (const auto& [role, text] : wanted) {
    const TensorPath path = parse_tensor_path(text);
    std::error_code ignored;
    if (role == "order" && !std::filesystem::exists(path.file, ignored))
      throw Error("--order " + text + ": no such file, and the orders with a name are " +
                  listed(named_orders));
    auto file = files.find(path.file);
    if (file == files.end()) file = files.emplace(path.file, read_tensors(path.file)).first;
    const bool several = file->second.tensors.size() > 1;
    const bool by_option = several && !path.name && options.tensor;
    taken = taken || by_option;
    bundle.tensors.push_back(called(pick_tensor(file->second, by_option ? options.tensor : path.name), role));
  }
  if (!taken)
    throw Error("--tensor " + *options.tensor + ": no FILE that has several tensors is given without :NAME");
  return bundle;
}

CodeRange range_of(const LayerOptions& options) {
  if (options.qmin && options.qmax && *options.qmin > *options.qmax)
    throw Error("--qmin " + std::to_string(*options.qmin) + " is above --qmax " +
                std::to_string(*options.qmax));
  if (!options.bits) return {options.qmin, options.qmax};
  if (!options.symmetric && !options.asymmetric)
    throw Error("--bits needs --symmetric or --asymmetric beside it");
  const Code count = Code{1} << *options.bits;
  return options.symmetric ? CodeRange{-count / 2, count / 2 - 1} : CodeRange{0, count - 1};
}

bool order_is_named(const LayerOptions& options) {
  return options.order &&
         std::find(named_orders.begin(), named_orders.end(), *options.order) != named_orders.end();
}

}  // namespace quantcheck::check::program
