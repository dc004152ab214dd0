#include <quantcheck/proofs_check/program/quantize_options.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/io/printable.h>
#include <quantcheck/reference/number/nearest_float.h>
#include <quantcheck/reference/number/parse.h>

namespace quantcheck::check::program {
namespace {

const char* const inputs = "Input: FILE or FILE:TENSOR, .safetensors, .npy or .npz";
const char* const codes = "Codes (gptq, nearest-plane, rtn)";
const char* const lattice = "Lattice codes (nestquant, ldlq)";

void declare_inputs(CLI::App& command, QuantizeWords& words) {
  command.add_option("--weight", words.weight, "Weights, out x in")->required()->group(inputs);
  CLI::Option* hessian =
      command.add_option("--hessian", words.hessian, "Undamped Hessian, in x in, symmetric")->group(inputs);
  command.add_option("--activations", words.activations, "Activations X, samples x in: the Hessian is X^T X")
      ->excludes(hessian)
      ->group(inputs);
  command
      .add_option_function<std::string>(
          "--triangle",
          [&words](const std::string& side) {
            words.triangle = side == "lower" ? Triangle::lower : Triangle::upper;
          },
          "Take one triangle of a Hessian that is not exactly symmetric")
      ->check(CLI::IsMember({"lower", "upper"}))
      ->group(inputs);
}

void declare_damping(CLI::App& command, QuantizeWords& words) {
  CLI::Option* relative =
      command
          .add_option("--damping-relative", words.damping_relative,
                      "Add this fraction of the mean of the Hessian's diagonal to the diagonal")
          ->capture_default_str();
  command
      .add_option("--damping-absolute", words.damping_absolute,
                  "Add this number itself; --damping-absolute 0 is no damping")
      ->excludes(relative);
}

void declare_codes(CLI::App& command, QuantizeWords& words) {
  CLI::Option* bits =
      command.add_option("--bits", words.bits, "2 .. 8: codes -8 .. 7 of 4 bits, asymmetric 0 .. 15")
          ->capture_default_str()
          ->group(codes);
  CLI::Option* symmetric =
      command.add_flag("--symmetric", words.symmetric, "One zero for all: the default")->group(codes);
  command.add_flag("--asymmetric", words.asymmetric, "A zero for each row and group")
      ->excludes(symmetric)
      ->group(codes);
  command.add_option("--qmin", words.qmin, "The least code, in place of --bits")
      ->excludes(bits)
      ->group(codes);
  command.add_option("--qmax", words.qmax, "The greatest code, in place of --bits")
      ->excludes(bits)
      ->group(codes);
  command.add_flag("--unbounded", words.unbounded, "The same scales, and codes without end")->group(codes);
  command.add_option("--group-size", words.group_size, "Columns that share a scale (default: all of a row)")
      ->check(CLI::PositiveNumber)
      ->group(codes);
  command
      .add_option(
          "--grid", words.grid,
          "absmax (symmetric), minmax (asymmetric), or mse: of the least squared error among 0.21 .. 1 of "
          "those")
      ->check(CLI::IsMember({"absmax", "minmax", "mse"}))
      ->group(codes);
  command
      .add_option(
          "--scales", words.scales,
          "Fit a group's scale to the weights as compensated when it begins, as GPTQ does (current), or "
          "beforehand (static); rtn: always static")
      ->check(CLI::IsMember({"current", "static"}))
      ->capture_default_str()
      ->group(codes);
  CLI::Option* scale =
      command
          .add_option("--scale", words.scale,
                      "FILE: scales that are there already, out x groups, instead of fitted ones")
          ->excludes("--grid", "--scales")
          ->group(codes);
  command.add_option("--zero", words.zero, "FILE: their zeros, out x groups")->needs(scale)->group(codes);
  command.add_option("--group-index", words.group_index, "FILE: the group of each column")
      ->needs(scale)
      ->excludes("--group-size")
      ->group(codes);
  command
      .add_option("--order", words.order,
                  "natural, act (descending diagonal), min-pivot, or FILE: a permutation of the columns")
      ->capture_default_str()
      ->group(codes);
  command.add_option("--rounding", words.rounding, "Of ties")
      ->check(CLI::IsMember({"half-even", "half-away", "half-up"}))
      ->capture_default_str()
      ->group(codes);
  command
      .add_option("--dead-inputs", words.dead_inputs,
                  "Inputs with a diagonal of 0: take their weights as 0, as GPTQ does (zero), or not (keep)")
      ->check(CLI::IsMember({"keep", "zero"}))
      ->capture_default_str()
      ->group(codes);
}

void declare_lattice(CLI::App& command, QuantizeWords& words) {
  command.add_option("--q", words.q, "The nesting ratio, 2 .. 256 (exact: .. 1048576)")
      ->capture_default_str()
      ->group(lattice);
  command
      .add_option(
          "--betas", words.betas,
          "Ascending numbers with commas between, already divided by q; or auto, auto:K: the best 4, or K")
      ->capture_default_str()
      ->group(lattice);
  command
      .add_option("--mode", words.mode,
                  "The beta of the least squared error (opt), or the smallest without overload (first)")
      ->check(CLI::IsMember({"opt", "first"}))
      ->capture_default_str()
      ->group(lattice);
  command
      .add_option(
          "--rotation", words.rotation,
          "Normalise and rotate the rows, and the Hessian (hadamard), or take them as they are (none)")
      ->check(CLI::IsMember({"hadamard", "none"}))
      ->capture_default_str()
      ->group(lattice);
  command.add_option("--block-order", words.block_order, "ldlq: which block of a row is quantized first")
      ->check(CLI::IsMember({"first", "last"}))
      ->capture_default_str()
      ->group(lattice);
}

reference::Rational number(const char* option, const std::string& text) try {
  return reference::parse_number(text);
} catch (const Error& error) {
  throw Error(std::string(option) + ": " + error.what());
}

DampingRequest damping_of(const QuantizeWords& words) {
  if (!words.damping_absolute.empty()) return {0, number("--damping-absolute", words.damping_absolute)};
  return {number("--damping-relative", words.damping_relative), 0};
}

Arithmetic arithmetic_of(const QuantizeWords& words) {
  return words.arithmetic == "exact" ? Arithmetic::exact : Arithmetic::fp32;
}

std::vector<float> parse_betas(const std::string& text) {
  std::vector<float> betas;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    betas.push_back(reference::nearest_float(number("--betas", text.substr(begin, end - begin))));
    begin = end + 1;
  }
  return betas;
}

// "auto" or "auto:K"; nothing for a list.
std::optional<Index> best_betas_of(const std::string& text) {
  constexpr std::string_view start = "auto";
  if (text == start) return LatticeOptions{}.best_betas;
  if (!text.starts_with("auto:")) return std::nullopt;
  Index count = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + start.size() + 1, end, count);
  if (error != std::errc() || stop != end) throw Error("--betas: " + in_quotes(text) + " is not auto:K");
  return count;
}

}  // namespace

void declare_options(CLI::App& command, QuantizeWords& words) {
  declare_inputs(command, words);
  command.add_option("--out", words.out, "The case to write (.safetensors)")->required();
  command
      .add_option("--method", words.method,
                  "gptq, nearest-plane, rtn (plain rounding), nestquant, ldlq (over E8)")
      ->check(CLI::IsMember({"gptq", "nearest-plane", "rtn", "nestquant", "ldlq"}))
      ->capture_default_str();
  command
      .add_option("--arithmetic", words.arithmetic,
                  "fp32: the fast quantizer, of any size; exact: rationals, up to 256 inputs")
      ->check(CLI::IsMember({"exact", "fp32"}))
      ->capture_default_str();
  declare_damping(command, words);
  declare_codes(command, words);
  declare_lattice(command, words);
}

void check_words(const CLI::App& command, const QuantizeWords& words) {
  const auto refuse = [&](const std::string& option) {
    throw Error(option + " does not go with --method " + words.method);
  };
  const bool sees_hessian = words.method != "nestquant";
  for (const CLI::Option* option : command.get_options()) {
    if (option->count() == 0) continue;
    const std::string name = option->get_name();
    const bool of_hessian = name == "--hessian" || name == "--activations" || name == "--triangle" ||
                            name.starts_with("--damping");
    if (option->get_group() == (words.is_lattice() ? codes : lattice)) refuse(name);
    if ((of_hessian || name == "--block-order") && !sees_hessian) refuse(name);
  }
  if (sees_hessian && words.hessian.empty() && words.activations.empty())
    throw Error("--hessian or --activations is needed; --method nestquant does without");
  if (words.method == "rtn" && command.count("--scales") > 0 && words.scales == "current")
    throw Error("--scales current does not go with --method rtn, which compensates nothing");
  if (words.grid == "absmax" && words.asymmetric)
    throw Error("--grid absmax is symmetric: --grid minmax, or mse, goes with --asymmetric");
  if (words.grid == "minmax" && words.symmetric)
    throw Error("--grid minmax is asymmetric: --grid absmax, or mse, goes with --symmetric");
}

QuantizeOptions quantize_options(const QuantizeWords& words) {
  QuantizeOptions options;
  options.method = words.method == "gptq"  ? QuantizeMethod::gptq
                   : words.method == "rtn" ? QuantizeMethod::rtn
                                           : QuantizeMethod::nearest_plane;
  options.arithmetic = arithmetic_of(words);
  options.grid.bits = words.bits;
  options.grid.symmetric = !words.asymmetric && words.grid != "minmax";
  if (words.qmin || words.qmax) options.grid.range = {words.qmin, words.qmax};
  options.grid.unbounded = words.unbounded;
  options.grid.fit = words.grid == "mse" ? optimized::GridFit::least_squares : optimized::GridFit::extent;
  options.grid.group_size = words.group_size.value_or(0);
  options.grid.scales =
      words.scales == "static" ? optimized::GroupScales::fixed : optimized::GroupScales::current;
  options.rounding = words.rounding == "half-up"     ? Rounding::half_up
                     : words.rounding == "half-away" ? Rounding::half_away
                                                     : Rounding::half_even;
  options.order = words.order == "natural"     ? optimized::OrderKind::natural
                  : words.order == "act"       ? optimized::OrderKind::act
                  : words.order == "min-pivot" ? optimized::OrderKind::min_pivot
                                               : optimized::OrderKind::given;
  options.damping = damping_of(words);
  options.dead_inputs =
      words.dead_inputs == "zero" ? optimized::DeadInputs::zero : optimized::DeadInputs::keep;
  return options;
}

LatticeOptions lattice_options(const QuantizeWords& words) {
  LatticeOptions options;
  options.method = words.method == "ldlq" ? LatticeMethod::ldlq : LatticeMethod::nestquant;
  options.arithmetic = arithmetic_of(words);
  options.q = words.q;
  if (const std::optional<Index> count = best_betas_of(words.betas)) {
    options.best_betas = *count;
  } else {
    options.betas = parse_betas(words.betas);
  }
  options.choice = words.mode == "first" ? reference::BetaChoice::first : reference::BetaChoice::opt;
  options.rotate = words.rotation == "hadamard";
  options.block_order = words.block_order == "last" ? BlockOrder::last : BlockOrder::first;
  options.damping = damping_of(words);
  return options;
}

}  // namespace quantcheck::check::program
