#include <quantcheck/proofs_check/io/cases/case_metadata.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <quantcheck/proofs_check/cases/rule_names.h>
#include <quantcheck/proofs_check/io/cases/metadata_reader.h>
#include <quantcheck/proofs_check/text/float_format_names.h>
#include <quantcheck/proofs_check/text/rounding_names.h>
#include <quantcheck/proofs_check/text/zero_added_names.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/known_levels.h>
#include <quantcheck/reference/number/float_formats.h>
#include <quantcheck/reference/number/parse.h>

namespace quantcheck::check {
namespace {

// PyTorch's writer adds "format" to every file.
constexpr std::array<std::string_view, 18> known_keys{
    "quantcheck", "qmin",       "qmax",         "damping",          "group_size", "arithmetic",
    "rounding",   "zero_added", "scale_format", "scale_rule",       "source",     "note",
    "format",     "grid",       "global_scale", "scale_arithmetic", "rule",       "order"};

// What has a meaning in case/2 alone. Some of it is not read yet, and refused there, too.
constexpr std::array<std::string_view, 8> keys_of_case_2{
    "grid", "global_scale", "scale_arithmetic", "rule", "order", "relative_damping", "alpha", "block"};

constexpr std::array<Named<NamedOrder>, 2> named_orders{{{"act", NamedOrder::act}, {"gar", NamedOrder::gar}}};
constexpr std::array<Named<GlobalScale>, 2> global_scale_names{
    {{"multiplier", GlobalScale::multiplier}, {"divisor", GlobalScale::divisor}}};
constexpr std::array<Named<FloatFormat>, 3> scale_arithmetics{
    {{"fp32", FloatFormat::f32}, {"fp16", FloatFormat::f16}, {"bf16", FloatFormat::bf16}}};
const std::array<Named<std::array<float, 16>>, 2> named_grids{
    {{"e2m1", reference::e2m1_levels}, {"nf4", reference::nf4_levels}}};

CaseKind kind_of_case(const MetadataReader& reader) {
  const std::string_view kind = reader.kind();
  if (kind != "case/1" && kind != "case/2")
    reader.refuse("quantcheck", "\"case/1\" or \"case/2\" is needed here");
  return kind == "case/1" ? CaseKind::case_1 : CaseKind::case_2;
}

// Refuses what is of case/2 in a case/1.
void refuse_in_case_1(const MetadataReader& reader, const std::optional<FloatFormat>& scale_format) {
  const std::string why = "that is of case/2: declare \"quantcheck\": \"case/2\"";
  for (const std::string_view key : keys_of_case_2)
    if (reader.find(key) != nullptr) reader.refuse(key, why);
  if (scale_format && reference::is_8_bit(*scale_format)) reader.refuse("scale_format", why);
}

// Refuses what case/2 is to say one day, so that nobody takes it for read.
void refuse_what_is_to_come(const MetadataReader& reader) {
  if (reader.text("rule") == "gptaq") reader.refuse("rule", "it is not judged yet");
  if (reader.text("order") == "min-pivot")
    reader.refuse("order",
                  "it is not looked for when a file is read: give the permutation, the tensor \"order\"");
  if (reader.find("relative_damping") != nullptr)
    reader.refuse("relative_damping", "it is not read yet: give \"damping\", which is absolute");
}

std::vector<double> levels_of(const MetadataReader& reader) {
  const auto grid = reader.named("grid", named_grids);
  if (!grid) return {};
  return {grid->begin(), grid->end()};
}

reference::Rational damping_of(const MetadataReader& reader) {
  const std::string* text = reader.find("damping");
  if (text == nullptr) return 0;
  reference::Rational value;
  try {
    value = reference::parse_number(*text);
  } catch (const Error& error) {
    throw Error(reader.file + ": metadata \"damping\": " + error.what());
  }
  if (value < 0) reader.refuse("damping", "it cannot be negative");
  return value;
}

std::optional<DeclaredScaleRule> scale_rule_of(const MetadataReader& reader) {
  const std::string* text = reader.find("scale_rule");
  if (text == nullptr) return std::nullopt;
  try {
    return parse_scale_rule(*text);
  } catch (const Error& error) {
    throw Error(reader.file + ": metadata \"scale_rule\": " + error.what());
  }
}

}  // namespace

CaseMetadata parse_case_metadata(const Metadata& metadata, const std::string& file) {
  const MetadataReader reader{metadata, file};
  CaseMetadata meaning;
  meaning.kind = kind_of_case(reader);
  meaning.range = {reader.integer("qmin"), reader.integer("qmax")};
  if (meaning.range.min && meaning.range.max && *meaning.range.min > *meaning.range.max)
    reader.refuse("qmin", "that is above qmax, " + std::to_string(*meaning.range.max));
  meaning.declared.damping = damping_of(reader);
  if (const auto size = reader.integer("group_size")) {
    if (*size < 1) reader.refuse("group_size", "at least 1 is needed; for one scale per row leave it out");
    meaning.group_size = static_cast<Index>(*size);
  }
  meaning.described = reader.described(known_keys);
  meaning.declared.rounding = reader.named("rounding", rounding_names).value_or(Rounding::half_even);
  meaning.declared.zero_added = reader.named("zero_added", zero_added_names);
  meaning.scale_format = reader.named("scale_format", float_format_names);
  meaning.declared.scale_rule = scale_rule_of(reader);
  if (meaning.kind == CaseKind::case_1) {
    refuse_in_case_1(reader, meaning.scale_format);
    return meaning;
  }
  refuse_what_is_to_come(reader);
  meaning.declared.rule = reader.named("rule", rule_names).value_or(Rule::gptq);
  meaning.levels = levels_of(reader);
  for (const char* end : {"qmin", "qmax"})
    if (!meaning.levels.empty() && reader.find(end) != nullptr)
      reader.refuse(end, "a grid that is named has the codes of its table");
  meaning.order = reader.named("order", named_orders);
  meaning.global_scale = reader.named("global_scale", global_scale_names);
  meaning.scale_arithmetic = reader.named("scale_arithmetic", scale_arithmetics);
  return meaning;
}

Metadata case_metadata(const CaseMetadata& meaning) {
  Metadata metadata{{"quantcheck", meaning.kind == CaseKind::case_1 ? "case/1" : "case/2"},
                    {"rounding", std::string(name_of(meaning.declared.rounding))}};
  if (meaning.range.min) metadata["qmin"] = std::to_string(*meaning.range.min);
  if (meaning.range.max) metadata["qmax"] = std::to_string(*meaning.range.max);
  if (meaning.declared.damping != 0) metadata["damping"] = reference::format_number(meaning.declared.damping);
  if (meaning.group_size) metadata["group_size"] = std::to_string(*meaning.group_size);
  if (meaning.declared.zero_added) metadata["zero_added"] = name_of(*meaning.declared.zero_added);
  if (meaning.scale_format) metadata["scale_format"] = name_of(*meaning.scale_format);
  if (meaning.declared.rule != Rule::gptq) metadata["rule"] = name_of(meaning.declared.rule);
  if (meaning.declared.scale_rule) metadata["scale_rule"] = words_of(*meaning.declared.scale_rule);
  add_described(metadata, meaning.described);
  return metadata;
}

}  // namespace quantcheck::check
