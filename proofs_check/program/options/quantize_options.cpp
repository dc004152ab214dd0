#include <quantcheck/proofs_check/program/options/quantize_options.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/program/options/number_between.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/number/nearest_float.h>
#include <quantcheck/reference/number/parse.h>

namespace quantcheck::check::program {
namespace {

constexpr const char* grid_group = "The grid (gptq, nearest-plane, rtn)";
constexpr const char* lattice_codes_group = "Lattice codes (nestquant, ldlq)";

// The options, among those that commands share, that a grid has, and those that a Hessian has.
constexpr std::array<std::string_view, 6> of_grids{"--scale",      "--zero",  "--group-index",
                                                   "--group-size", "--order", "--rounding"};
constexpr std::array<std::string_view, 5> of_hessians{"--hessian", "--activations", "--triangle",
                                                      "--absolute-damping", "--relative-damping"};

template <std::size_t count>
bool contains(const std::array<std::string_view, count>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

CLI::Option* add_choice(CLI::App& command, const char* name, std::string& target,
                        const std::vector<std::string>& choices, const char* help, const char* group) {
  return command.add_option(name, target, help)->check(CLI::IsMember(choices))->group(group);
}

void declare_grid(CLI::App& command, QuantizeWords& words) {
  LayerOptions& layer = words.layer;
  CLI::Option* bits = command
                          .add_option("--bits", layer.bits,
                                      "Codes of B bits (absent: 4): -2^(B-1) .. 2^(B-1)-1, with --asymmetric "
                                      "0 .. 2^B-1")
                          ->check(CLI::Range(2, 8))
                          ->type_name("B")
                          ->group(grid_group);
  const auto add_end = [&](const char* name, std::optional<Code>& end, const char* help) {
    command.add_option(name, end, help)
        ->check(CLI::Range(1 - integer_limit, integer_limit - 1, "INT"))
        ->excludes(bits)
        ->group(grid_group);
  };
  add_end("--qmin", layer.qmin, "Smallest code, in place of --bits");
  add_end("--qmax", layer.qmax, "Largest code, in place of --bits");
  command.add_flag("--unbounded", words.unbounded, "Codes without end, on the scales of that range")
      ->group(grid_group);
  CLI::Option* symmetric =
      command.add_flag("--symmetric", layer.symmetric, "The same zero everywhere (default)")
          ->group(grid_group);
  command.add_flag("--asymmetric", layer.asymmetric, "A zero for each row and group")
      ->excludes(symmetric)
      ->group(grid_group);
  add_choice(command, "--grid", words.grid, {"absmax", "minmax", "mse"},
             "How scales are fitted: absmax (symmetric), minmax (asymmetric), or mse, the one of 0.21 .. 1 "
             "times that with the least squared error",
             grid_group)
      ->excludes("--scale");
  add_choice(command, "--scales", words.scales, {"current", "static"},
             "Fitted to a group's weights as compensated when it begins, as GPTQ does (current), or "
             "beforehand (static; rtn always)",
             grid_group)
      ->capture_default_str()
      ->excludes("--scale");
  command
      .add_option(
          "--scales-block", words.scales_block,
          "Current scales are fitted to weights as compensated when the block of N columns begins, as "
          "published code does (128)")
      ->check(CLI::Range(Index{1}, std::numeric_limits<Index>::max(), "INT"))
      ->type_name("N")
      ->excludes("--scale")
      ->group(grid_group);
  command
      .add_option("--mse-norm", words.mse_norm,
                  "Of --grid mse: the power of the errors that is summed (absent: 2; published code: 2.4)")
      ->check(number_between(0.1, 16.0))
      ->type_name("P")
      ->group(grid_group);
  command
      .add_option("--mse-range", words.mse_range,
                  "Of --grid mse: scales are shrunk down to 1.01 - R of themselves (absent: 0.8)")
      ->check(number_between(0.01, 0.99))
      ->type_name("R")
      ->group(grid_group);
  add_choice(command, "--dead-inputs", words.dead_inputs, {"keep", "zero"},
             "Inputs whose diagonal is 0: weights taken as 0, as GPTQ does (zero), or as they are (keep)",
             grid_group)
      ->capture_default_str();
}

void declare_lattice(CLI::App& command, QuantizeWords& words) {
  command.add_option("--q", words.q, "Nesting ratio, 2 .. 256 (exact: .. 1048576)")
      ->capture_default_str()
      ->group(lattice_codes_group);
  command
      .add_option("--betas", words.betas,
                  "Ascending numbers with commas between, already divided by q; or auto:K, K chosen for the "
                  "mode (auto: 4)")
      ->capture_default_str()
      ->group(lattice_codes_group);
  add_choice(command, "--mode", words.mode, {"opt", "first"},
             "A block's beta: of the least squared error (opt), or the smallest without overload (first)",
             lattice_codes_group)
      ->capture_default_str();
  add_choice(command, "--rotation", words.rotation, {"hadamard", "none"},
             "Rows normalised and rotated, and the hessian with them (hadamard), or as they are (none)",
             lattice_codes_group)
      ->capture_default_str();
  add_choice(command, "--block-order", words.block_order, {"first", "last"},
             "Of ldlq: the block of a row that is quantized first", lattice_codes_group)
      ->capture_default_str();
}

void check_hessian(const CLI::App& command, const QuantizeWords& words) {
  const bool given = words.layer.tensors.contains("hessian") || words.layer.tensors.contains("activations");
  if (words.method != "nestquant" && !given)
    throw Error("--hessian or --activations is needed; only --method nestquant does without");
  if (words.method == "rtn" && command.count("--scales") > 0 && words.scales == "current")
    throw Error("--scales current does not go with --method rtn, which compensates nothing");
}

// The damping. Where --absolute-damping is given alone, it is all there is; where neither is given, it is
// GPTQ's 1%.
Damping<reference::Rational> damping_of(const LayerOptions& layer) {
  if (!layer.damping && !layer.relative_damping) return {};
  return {layer.relative_damping.value_or(0), layer.damping.value_or(0)};
}

reference::Rational parse_beta(const std::string& text) try {
  return reference::parse_number(text);
} catch (const Error& error) {
  throw Error(std::string("--betas: ") + error.what());
}

std::vector<float> parse_betas(const std::string& text) {
  std::vector<float> betas;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    betas.push_back(reference::nearest_float(parse_beta(text.substr(begin, end - begin))));
    begin = end + 1;
  }
  return betas;
}

// The number of betas that "auto" or "auto:K" asks for; nothing for a list of betas.
std::optional<Index> best_betas_of(const std::string& text) {
  constexpr std::string_view start = "auto:";
  if (text == "auto") return LatticeOptions{}.best_betas;
  if (!text.starts_with(start)) return std::nullopt;
  Index count = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + start.size(), end, count);
  if (error != std::errc() || stop != end)
    throw Error("--betas: " + in_quotes(text) + "; auto:K with a number K is meant, perhaps");
  return count;
}

}  // namespace

void declare_options(CLI::App& command, QuantizeWords& words) {
  add_layer_tensors(command, words.layer);
  command.get_option("--weight")->required();
  command.add_option("--out", words.out, "The case to write (.safetensors); - for standard output")
      ->required()
      ->type_name("FILE");
  command
      .add_option("--method", words.method,
                  "gptq, nearest-plane, rtn (plain rounding), nestquant, or ldlq (both of E8)")
      ->check(CLI::IsMember({"gptq", "nearest-plane", "rtn", "nestquant", "ldlq"}))
      ->capture_default_str();
  add_method_options(command, words.layer);
  add_scale_options(command, words.layer);
  command.get_option("--zero")->needs("--scale");
  command.get_option("--group-index")->needs("--scale");
  command.get_option("--group-size")
      ->description("Columns per group (absent: all of a row, or equal groups of --scale)");
  declare_grid(command, words);
  declare_lattice(command, words);
}

void check_words(const CLI::App& command, const QuantizeWords& words) {
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_name();
    const bool of_grid = option->get_group() == grid_group || contains(of_grids, name);
    const bool of_hessian = contains(of_hessians, name) || name == "--block-order";
    const bool fits = words.is_lattice() ? !of_grid : option->get_group() != lattice_codes_group;
    if (option->count() > 0 && (!fits || (of_hessian && words.method == "nestquant")))
      throw Error(name + " does not go with --method " + words.method);
  }
  check_hessian(command, words);
  if (words.grid != "mse" && (words.mse_norm || words.mse_range))
    throw Error("--mse-norm and --mse-range belong to --grid mse");
  if (words.scales_block > 0 && (words.scales == "static" || words.method == "rtn"))
    throw Error("--scales-block belongs to --scales current");
  if (words.layer.order == "gar" && !words.layer.group_size && !words.layer.tensors.contains("scale"))
    throw Error("--order gar needs groups: --group-size");
  if (words.grid == "absmax" && words.layer.asymmetric)
    throw Error("--grid absmax is symmetric; --grid minmax and --grid mse go with --asymmetric");
  if (words.grid == "minmax" && words.layer.symmetric)
    throw Error("--grid minmax is asymmetric; --grid absmax and --grid mse go with --symmetric");
}

QuantizeOptions quantize_options(const QuantizeWords& words) {
  const LayerOptions& layer = words.layer;
  QuantizeOptions options;
  options.method = words.method == "gptq"  ? QuantizeMethod::gptq
                   : words.method == "rtn" ? QuantizeMethod::rtn
                                           : QuantizeMethod::nearest_plane;
  options.arithmetic = layer.arithmetic.value_or(options.arithmetic);
  options.grid.bits = layer.bits.value_or(options.grid.bits);
  options.grid.symmetric = !layer.asymmetric && words.grid != "minmax";
  if (layer.qmin || layer.qmax) options.grid.range = {layer.qmin, layer.qmax};
  options.grid.unbounded = words.unbounded;
  options.grid.fit = words.grid == "mse" ? GridFit::least_squares : GridFit::extent;
  options.grid.norm_of_error = words.mse_norm.value_or(options.grid.norm_of_error);
  options.grid.range_of_error = words.mse_range.value_or(options.grid.range_of_error);
  options.grid.scales_block = words.scales_block;
  options.grid.group_size = layer.group_size.value_or(0);
  options.grid.scales = words.scales == "static" ? GroupScales::fixed : GroupScales::current;
  options.rounding = layer.rounding.value_or(options.rounding);
  const std::string order = layer.order.value_or("natural");
  options.order = order == "natural"     ? OrderKind::natural
                  : order == "act"       ? OrderKind::act
                  : order == "gar"       ? OrderKind::given
                  : order == "min-pivot" ? OrderKind::min_pivot
                                         : OrderKind::given;
  options.group_aware_order = order == "gar";
  options.damping = damping_of(layer);
  options.dead_inputs = words.dead_inputs == "zero" ? DeadInputs::zero : DeadInputs::keep;
  return options;
}

LatticeOptions lattice_options(const QuantizeWords& words) {
  LatticeOptions options;
  options.method = words.method == "ldlq" ? LatticeMethod::ldlq : LatticeMethod::nestquant;
  options.arithmetic = words.layer.arithmetic.value_or(options.arithmetic);
  options.q = words.q;
  if (const std::optional<Index> count = best_betas_of(words.betas)) {
    options.best_betas = *count;
  } else {
    options.betas = parse_betas(words.betas);
  }
  options.choice = words.mode == "first" ? BetaChoice::first : BetaChoice::opt;
  options.rotate = words.rotation == "hadamard";
  options.block_order = words.block_order == "last" ? BlockOrder::last : BlockOrder::first;
  options.damping = damping_of(words.layer);
  return options;
}

}  // namespace quantcheck::check::program
