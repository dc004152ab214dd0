#include <quantcheck/proofs_check/program/options/case_options.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/cases/diagonal.h>
#include <quantcheck/proofs_check/exact/orders.h>
#include <quantcheck/proofs_check/io/cases/case_metadata.h>
#include <quantcheck/proofs_check/io/formats/tensor_source.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/text/arithmetic_names.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check::program {
namespace {

constexpr const char* codes_group = "The codes, in place of a case file";
constexpr const char* levels_group = "Tables of levels, in place of the codes' range";
constexpr const char* lattice_group = "Lattice codes";

std::string option_of(std::string name) {
  std::replace(name.begin(), name.end(), '_', '-');
  return "--" + name;
}

// An option that is given, and what a case file has in its place: metadata, or for an order a tensor.
struct GivenOption {
  const char* option;
  const char* key;
};

// The options that stand for metadata and are given: those for integer codes, and those for lattice codes.
std::vector<GivenOption> given_for_codes(const CaseOptions& options) {
  const LayerOptions& layer = options.layer;
  std::vector<GivenOption> given;
  const auto add = [&](const char* name, const char* key, bool is_given) {
    if (is_given) given.push_back({name, key});
  };
  add("--qmin", "qmin", layer.qmin.has_value());
  add("--qmax", "qmax", layer.qmax.has_value());
  add("--bits", "qmin", layer.bits.has_value());
  add("--group-size", "group_size", layer.group_size.has_value());
  add("--order", "order", order_is_named(layer));
  add("--absolute-damping", "damping", layer.damping.has_value());
  add("--relative-damping", "damping", layer.relative_damping.has_value());
  add("--rounding", "rounding", layer.rounding.has_value());
  add("--zero-added", "zero_added", options.zero_added.has_value());
  add("--grid", "grid", options.grid.has_value());
  add("--global-scale-is", "global_scale", options.global_scale_is.has_value());
  add("--scale-arithmetic", "scale_arithmetic", options.scale_arithmetic.has_value());
  add("--rule", "rule", options.rule.has_value());
  return given;
}
std::vector<GivenOption> given_for_lattice(const CaseOptions& options) {
  std::vector<GivenOption> given;
  if (options.q) given.push_back({"--q", "q"});
  if (options.mode) given.push_back({"--mode", "mode"});
  if (options.block_order) given.push_back({"--block-order", "block_order"});
  return given;
}

void refuse_all(const std::vector<GivenOption>& given, const std::string& why) {
  if (!given.empty()) throw Error(std::string(given.front().option) + ": " + why);
}

// Throws Error for an option that says again what the file says: which of the two is to be changed.
[[noreturn]] void refuse_again(const std::string& option, const std::string& file, const std::string& has,
                               const std::string& change) {
  throw Error(option + ": " + file + " " + has + ": leave " + option + " out, or " + change);
}

// Refuses an option that stands for metadata where the file is a case, whose own metadata hold.
void refuse_overruled(const GivenOption& given, const TensorBundle& bundle) {
  const std::string says = "says itself how its codes were made, ";
  const std::string key = in_quotes(given.key);
  const bool is_tensor = std::string_view(given.key) == "order";
  const std::string thing = (is_tensor ? "tensor " : "metadata ") + key;
  if (const auto found = bundle.metadata.find(given.key); found != bundle.metadata.end() && !is_tensor)
    refuse_again(given.option, bundle.name, says + "by metadata " + key + " = " + in_quotes(found->second),
                 "change that metadata");
  if (is_tensor && bundle.find(given.key) != nullptr)
    refuse_again(given.option, bundle.name, says + "by a " + thing, "change that tensor");
  refuse_again(given.option, bundle.name, says + "and has no " + thing, "add that to the file");
}

// Whether files of this kind hold integer codes and their scales.
bool has_scales(std::string_view kind) { return kind != "lattice/1" && kind != "e8/1"; }

// The same for all options that are given; those that belong to other kinds of cases come first.
void refuse_overruled(const CaseOptions& options, const TensorBundle& bundle, const std::string& kind) {
  const bool is_lattice = kind == "lattice/1";
  const std::string nothing = "there is nothing of the kind in a " + in_quotes(kind) + " file";
  if (!has_scales(kind)) refuse_all(given_for_codes(options), nothing);
  if (!is_lattice) refuse_all(given_for_lattice(options), nothing);
  std::vector<GivenOption> given = is_lattice ? given_for_lattice(options) : given_for_codes(options);
  if (options.layer.arithmetic) given.push_back({"--arithmetic", "arithmetic"});
  if (!given.empty()) refuse_overruled(given.front(), bundle);
}

void set(Metadata& metadata, const char* key, const std::optional<std::string>& value) {
  if (value) metadata[key] = *value;
}

// Refuses what options say of a grid where it goes with nothing that is there.
void refuse_unfit_grid(const TensorBundle& bundle, const CaseOptions& options) {
  const LayerOptions& layer = options.layer;
  if (options.grid || bundle.find("levels") != nullptr)
    for (const auto& [option, is_given] :
         {std::pair("--qmin", layer.qmin.has_value()), std::pair("--qmax", layer.qmax.has_value()),
          std::pair("--bits", layer.bits.has_value())})
      if (is_given)
        throw Error(std::string(option) + ": the codes of a table of levels are its places: leave it out");
  const bool has_global_scale = bundle.find("global_scale") != nullptr;
  if (has_global_scale && !options.global_scale_is)
    throw Error(
        "--global-scale-is is needed, multiplier or divisor: what the scales and the global scale make");
  if (!has_global_scale && options.global_scale_is)
    throw Error("--global-scale-is: there is no --global-scale");
}

// The metadata that a file would have, from the options.
Metadata given_metadata(const TensorBundle& bundle, const CaseOptions& options) {
  const LayerOptions& layer = options.layer;
  Metadata metadata;
  if (layer.arithmetic) metadata["arithmetic"] = name_of(*layer.arithmetic);
  if (bundle.find("nearest") != nullptr) {
    refuse_all(given_for_codes(options), "points of E8 have nothing of the kind");
    refuse_all(given_for_lattice(options), "points of E8 have nothing of the kind");
    metadata["quantcheck"] = "e8/1";
  } else if (options.q || bundle.find("beta_index") != nullptr) {
    refuse_all(given_for_codes(options), "lattice codes have nothing of the kind");
    if (!options.q) throw Error("--q is needed: the nesting ratio of the lattice codes");
    if (!options.mode) throw Error("--mode is needed, opt or first: how a block takes its beta");
    metadata.insert({{"quantcheck", "lattice/1"}, {"lattice", "E8"}, {"q", std::to_string(*options.q)}});
    set(metadata, "mode", options.mode);
    set(metadata, "block_order", options.block_order);
  } else {
    refuse_all(given_for_lattice(options), "is for lattice codes, which have a --beta-index");
    refuse_unfit_grid(bundle, options);
    CaseMetadata meaning;
    meaning.kind = CaseKind::case_2;
    meaning.range = range_of(layer);
    meaning.group_size = layer.group_size;
    meaning.declared.rounding = layer.rounding.value_or(Rounding::half_even);
    metadata.merge(case_metadata(meaning));
    set(metadata, "zero_added", options.zero_added);
    set(metadata, "grid", options.grid);
    set(metadata, "global_scale", options.global_scale_is);
    set(metadata, "scale_arithmetic", options.scale_arithmetic);
    set(metadata, "rule", options.rule);
  }
  return metadata;
}

void add_tensors(TensorBundle& bundle, const LayerOptions& layer) {
  const auto refuse_beside = [&](const TensorView& given, const char* other, const std::string& why) {
    if (bundle.find(other) != nullptr)
      refuse_again(option_of(given.name), bundle.name, "has " + why,
                   "take " + in_quotes(other) + " out of it");
  };
  for (TensorView& tensor : read_given_tensors(layer, bundle.name).tensors) {
    refuse_beside(tensor, tensor.name.c_str(), "that tensor already");
    if (tensor.name == "hessian")
      refuse_beside(tensor, "activations", "activations already, and only one of the two says what H is");
    if (tensor.name == "activations")
      refuse_beside(tensor, "hessian", "a hessian already, and only one of the two says what H is");
    if (tensor.name == "dequantized") refuse_beside(tensor, "codes", "codes already, which hold");
    if (const auto size = bundle.metadata.find("group_size");
        tensor.name == "group_index" && size != bundle.metadata.end())
      refuse_again("--group-index", bundle.name, "has metadata \"group_size\" = " + in_quotes(size->second),
                   "take \"group_size\" out of it");
    bundle.tensors.push_back(std::move(tensor));
  }
}

// Adds --scale-format, which any file of integer codes may be given that does not say it itself.
void add_scale_format(TensorBundle& bundle, const CaseOptions& options, const std::string& kind) {
  if (!options.scale_format) return;
  if (!has_scales(kind)) throw Error("--scale-format: there are no scales in a " + in_quotes(kind) + " file");
  const auto [found, is_new] = bundle.metadata.emplace("scale_format", *options.scale_format);
  if (!is_new)
    refuse_again("--scale-format", bundle.name, "has metadata \"scale_format\" = " + in_quotes(found->second),
                 "change that metadata");
}

void add_metadata(TensorBundle& bundle, const CaseOptions& options, bool is_file) {
  if (const auto kind = bundle.metadata.find("quantcheck"); kind != bundle.metadata.end()) {
    refuse_overruled(options, bundle, kind->second);
    return add_scale_format(bundle, options, kind->second);
  }
  const bool none_given =
      given_for_codes(options).empty() && given_for_lattice(options).empty() && !options.layer.arithmetic;
  if (is_file && none_given && bundle.find("nearest") == nullptr)
    throw Error(bundle.name +
                ": not a case: its metadata has no \"quantcheck\" (docs/case-format.md); for tensors alone, "
                "options say how the codes were made, such as --bits or --qmin and --qmax");
  for (auto& [key, value] : given_metadata(bundle, options)) {
    if (bundle.metadata.contains(key))
      throw Error(bundle.name + ": metadata " + in_quotes(key) +
                  " without \"quantcheck\": options say how the codes were made, so take it out, or add "
                  "\"quantcheck\" and leave the options out");
    bundle.metadata[key] = value;
  }
  add_scale_format(bundle, options, bundle.metadata.at("quantcheck"));
}

// Throws Error, naming the option, where a tensor is missing from a case that has no file.
void require_roles(const TensorBundle& bundle) {
  const auto need = [&](std::initializer_list<const char*> roles) {
    std::string either;
    for (const char* role : roles) {
      if (bundle.find(role) != nullptr) return;
      either += (either.empty() ? "" : " or ") + option_of(role);
    }
    throw Error(either + " is needed too");
  };
  const std::string& kind = bundle.metadata.at("quantcheck");
  if (kind == "e8/1") return need({"values"});
  if (kind == "lattice/1") {
    need({"values", "weight"});
    need({"codes"});
    need({"betas"});
    return need({"beta_index"});
  }
  need({"weight"});
  need({"scale"});
}

// Refuses options that say again what a tensor says.
void refuse_doubled(const TensorBundle& bundle, const LayerOptions& layer) {
  const auto refuse = [&](bool given, const char* option, const char* tensor) {
    if (given && bundle.find(tensor) != nullptr)
      refuse_again(option, bundle.name, "has a tensor " + in_quotes(tensor), "take that out of it");
  };
  refuse(order_is_named(layer), "--order", "order");
  refuse(layer.group_size.has_value(), "--group-size", "group_index");
}

// Refuses options that name a tensor which the judge would ignore, because they were given in vain.
void refuse_ignored(const std::vector<std::string>& ignored, const LayerOptions& layer) {
  for (const auto& [role, file] : layer.tensors)
    if (std::find(ignored.begin(), ignored.end(), "tensor " + in_quotes(role)) != ignored.end())
      throw Error(option_of(role) + ": such a case has no tensor of the kind");
}

DeclaredScaleRule scale_rule_of(const std::string& words) try {
  return parse_scale_rule(words);
} catch (const Error& error) {
  throw Error(std::string("--scale-rule: ") + error.what());
}

// Declares a rule for the scales of a case. Nothing is judged by it, so that a case file may go without.
void declare_scale_rule(Subject& subject, const std::string& words) {
  Case* c = std::get_if<Case>(&subject);
  if (c == nullptr) throw Error("--scale-rule: lattice codes and points have nothing of the kind");
  if (c->declared.scale_rule) throw Error("--scale-rule: " + c->name + " declares one itself");
  c->declared.scale_rule = scale_rule_of(words);
}

void add_grid_options(CLI::App& command, CaseOptions& options) {
  LayerOptions& layer = options.layer;
  add_tensor(command, layer, "offset", "out x groups, in place of --zero: dequant = scale * value + offset",
             scale_group);
  add_tensor(command, layer, "global_scale", "1 or out, of which --global-scale-is says what it does",
             scale_group);
  command
      .add_option("--global-scale-is", options.global_scale_is,
                  "The scale used is scale * global scale (multiplier) or scale / global scale (divisor)")
      ->check(CLI::IsMember({"multiplier", "divisor"}))
      ->group(scale_group);
  command
      .add_option("--scale-arithmetic", options.scale_arithmetic,
                  "What the scale used was rounded to, once (absent: it is exact)")
      ->check(CLI::IsMember({"fp32", "fp16", "bf16"}))
      ->group(scale_group);
  CLI::Option* levels =
      add_tensor(command, layer, "levels", "The values of the codes 0 .. K-1", levels_group);
  command.add_option("--grid", options.grid, "Instead: a table that has a name")
      ->check(CLI::IsMember({"e2m1", "nf4"}))
      ->excludes(levels)
      ->group(levels_group);
}

}  // namespace

void add_case_options(CLI::App& command, CaseOptions& options) {
  LayerOptions& layer = options.layer;
  CLI::Option* codes = add_tensor(command, layer, "codes", "out x in, integers", codes_group);
  add_tensor(command, layer, "dequantized",
             "out x in, scale * (code - zero): the codes are recovered exactly, or it is refused",
             codes_group)
      ->excludes(codes);
  add_layer_tensors(command, layer);
  add_tensor(command, layer, "dead", "in, 1 where the weights of a dead input were taken as 0", scale_group);
  add_scale_options(command, layer);
  command
      .add_option(
          "--scale-format", options.scale_format,
          "What the scales were rounded to when they were stored (absent: the format of the tensor, or a "
          "16-bit one that all of its numbers are of); with a case file, too")
      ->check(CLI::IsMember({"fp64", "fp32", "bf16", "fp16", "e4m3", "e5m2", "e8m0"}))
      ->group(scale_group);
  add_grid_options(command, options);
  add_range_options(command, layer);
  add_method_options(command, layer);
  command.add_option("--rule", options.rule, "GPTQ, or plain rounding to the nearest (absent: gptq)")
      ->check(CLI::IsMember({"gptq", "rtn"}))
      ->group(method_group);
  command
      .add_option("--zero-added", options.zero_added,
                  "Whether the zero point is added before or after rounding (absent: either is right)")
      ->check(CLI::IsMember({"before", "after"}))
      ->group(method_group);

  command
      .add_option("--scale-rule", options.scale_rule,
                  "The rule that the scales follow, such as absmax, minmax, \"mse norm=2.4 current\": the "
                  "report says whether they do")
      ->type_name("RULE")
      ->group(method_group);

  add_tensor(command, layer, "values", "rows x cols, normalised and rotated; for LDLQ --weight and --hessian",
             lattice_group);
  command.add_option("--q", options.q, "Nesting ratio")->type_name("INT")->group(lattice_group);
  command.add_option("--mode", options.mode, "How a block takes its beta")
      ->check(CLI::IsMember({"opt", "first"}))
      ->group(lattice_group);
  add_tensor(command, layer, "betas", "k, ascending, already divided by q", lattice_group);
  add_tensor(command, layer, "beta_index", "rows x blocks of 8", lattice_group);
  add_tensor(command, layer, "decoded", "rows x cols, what the codes decode to (optional)", lattice_group);
  add_tensor(command, layer, "norm", "rows (optional)", lattice_group);
  command.add_option("--block-order", options.block_order, "Of LDLQ: the block that is quantized first")
      ->check(CLI::IsMember({"first", "last"}))
      ->group(lattice_group);
  add_tensor(command, layer, "nearest", "n x 8: points of E8 nearest to --values", lattice_group);
}

std::string given_name(const CaseOptions& options) {
  for (const char* role : {"codes", "dequantized", "nearest"})
    if (const auto found = options.layer.tensors.find(role); found != options.layer.tensors.end())
      return found->second;
  throw Error(
      "nothing to judge: give case files, or --codes or --dequantized with --weight, --hessian or "
      "--activations, and --scale");
}

Subject given_subject(const std::optional<std::string>& file, const CaseOptions& options) {
  TensorBundle bundle = file ? read_tensors(*file) : TensorBundle{given_name(options), {}, {}};
  add_tensors(bundle, options.layer);
  add_metadata(bundle, options, file.has_value());
  refuse_doubled(bundle, options.layer);
  if (!file) require_roles(bundle);
  Subject subject = parse_subject(bundle, options.layer.triangle);
  std::visit([&](const auto& c) { refuse_ignored(c.ignored, options.layer); }, subject);
  if (options.scale_rule) declare_scale_rule(subject, *options.scale_rule);
  if (auto* c = std::get_if<Case>(&subject)) {
    if (options.layer.damping) c->declared.damping += *options.layer.damping;
    if (options.layer.relative_damping)
      c->declared.damping += relative_damping(*c, *options.layer.relative_damping);
    if (order_is_named(options.layer)) {
      c->declared.order = order_by_name(*c, *options.layer.order);
      c->declared.order_given = true;
    }
  }
  return subject;
}

}  // namespace quantcheck::check::program
