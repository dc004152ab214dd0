#include <quantcheck/proofs_check/io/cases/case_metadata.h>

#include <array>
#include <string_view>
#include <utility>

#include <quantcheck/proofs_check/io/cases/metadata_reader.h>
#include <quantcheck/proofs_check/text/float_format_names.h>
#include <quantcheck/proofs_check/text/rounding_names.h>
#include <quantcheck/proofs_check/text/zero_added_names.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/parse.h>

namespace quantcheck::check {
namespace {

// PyTorch's writer adds "format" to every file.
constexpr std::array<std::string_view, 13> known_keys{
    "quantcheck", "qmin",         "qmax",       "damping", "group_size", "arithmetic", "rounding",
    "zero_added", "scale_format", "scale_rule", "source",  "note",       "format"};

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
  reader.require_kind("case/1");
  CaseMetadata meaning;
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
  return meaning;
}

Metadata case_metadata(const CaseMetadata& meaning) {
  Metadata metadata{{"quantcheck", "case/1"}, {"rounding", std::string(name_of(meaning.declared.rounding))}};
  if (meaning.range.min) metadata["qmin"] = std::to_string(*meaning.range.min);
  if (meaning.range.max) metadata["qmax"] = std::to_string(*meaning.range.max);
  if (meaning.declared.damping != 0) metadata["damping"] = reference::format_number(meaning.declared.damping);
  if (meaning.group_size) metadata["group_size"] = std::to_string(*meaning.group_size);
  if (meaning.declared.zero_added) metadata["zero_added"] = name_of(*meaning.declared.zero_added);
  if (meaning.scale_format) metadata["scale_format"] = name_of(*meaning.scale_format);
  if (meaning.declared.scale_rule) metadata["scale_rule"] = words_of(*meaning.declared.scale_rule);
  add_described(metadata, meaning.described);
  return metadata;
}

}  // namespace quantcheck::check
