#include <quantcheck/proofs_check/io/case_metadata.h>

#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include <quantcheck/proofs_check/io/arithmetic_names.h>
#include <quantcheck/proofs_check/io/printable.h>
#include <quantcheck/proofs_check/io/tensor_values.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/parse.h>

namespace quantcheck::check {
namespace {

template <class Value>
using Name = std::pair<std::string_view, Value>;

constexpr std::array<Name<Rounding>, 3> roundings{
    {{"half_even", Rounding::half_even}, {"half_up", Rounding::half_up}, {"half_away", Rounding::half_away}}};
// "format" is what PyTorch's writer adds to every file.
constexpr std::array<std::string_view, 10> known_keys{"quantcheck", "qmin",       "qmax",     "damping",
                                                      "group_size", "arithmetic", "rounding", "source",
                                                      "note",       "format"};

struct Reader {
  const Metadata& metadata;
  const std::string& file;

  const std::string* find(const char* key) const {
    const auto found = metadata.find(key);
    return found == metadata.end() ? nullptr : &found->second;
  }

  [[noreturn]] void refuse(const char* key, const std::string& why) const {
    throw Error(file + ": metadata " + in_quotes(key) + " is " + in_quotes(metadata.at(key)) + "; " + why);
  }

  std::optional<std::int64_t> integer(const char* key) const {
    const std::string* text = find(key);
    if (text == nullptr) return std::nullopt;
    std::int64_t value = 0;
    const char* end = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), end, value);
    if (text->empty() || error != std::errc{} || stop != end || value >= integer_limit ||
        value <= -integer_limit)
      refuse(key, "an integer below 2^62 in magnitude is needed");
    return value;
  }

  template <class Value, std::size_t count>
  std::optional<Value> named(const char* key, const std::array<Name<Value>, count>& names) const {
    const std::string* text = find(key);
    if (text == nullptr) return std::nullopt;
    std::string list;
    for (const auto& [name, value] : names) {
      if (name == *text) return value;
      list += " " + std::string(name);
    }
    refuse(key, "one of" + list + " is needed");
  }

  void check_kind() const {
    const std::string* kind = find("quantcheck");
    if (kind == nullptr)
      throw Error(file +
                  ": not a case: __metadata__ has no \"quantcheck\"; a case says \"quantcheck\": \"case/1\"");
    if (*kind == "lattice/1" || *kind == "e8/1")
      refuse("quantcheck", "lattice files are not judged by this version");
    if (*kind != "case/1") refuse("quantcheck", "this version reads \"case/1\"");
  }

  reference::Rational damping() const {
    const std::string* text = find("damping");
    if (text == nullptr) return 0;
    reference::Rational value;
    try {
      value = reference::parse_number(*text);
    } catch (const Error& error) {
      throw Error(file + ": metadata \"damping\": " + error.what());
    }
    if (value < 0) refuse("damping", "it cannot be negative");
    return value;
  }
};

std::string_view rounding_name(Rounding rounding) {
  for (const auto& [name, value] : roundings)
    if (value == rounding) return name;
  throw Error("an unknown rounding");
}

}  // namespace

CaseMetadata parse_case_metadata(const Metadata& metadata, const std::string& file) {
  const Reader reader{metadata, file};
  reader.check_kind();
  CaseMetadata meaning;
  meaning.range = {reader.integer("qmin"), reader.integer("qmax")};
  if (meaning.range.min && meaning.range.max && *meaning.range.min > *meaning.range.max)
    reader.refuse("qmin", "that is above qmax, " + std::to_string(*meaning.range.max));
  meaning.damping = reader.damping();
  if (const auto size = reader.integer("group_size")) {
    if (*size < 1) reader.refuse("group_size", "at least 1 is needed; for one scale per row leave it out");
    meaning.group_size = static_cast<Index>(*size);
  }
  meaning.arithmetic = reader.named("arithmetic", arithmetic_names);
  meaning.rounding = reader.named("rounding", roundings).value_or(Rounding::half_even);
  if (const std::string* source = reader.find("source")) meaning.source = *source;
  if (const std::string* note = reader.find("note")) meaning.note = *note;
  for (const auto& [key, value] : metadata) {
    bool known = false;
    for (const std::string_view name : known_keys) known = known || name == key;
    if (!known) meaning.ignored.push_back("metadata " + in_quotes(key));
  }
  return meaning;
}

Metadata case_metadata(const CaseMetadata& meaning) {
  Metadata metadata{{"quantcheck", "case/1"}, {"rounding", std::string(rounding_name(meaning.rounding))}};
  if (meaning.range.min) metadata["qmin"] = std::to_string(*meaning.range.min);
  if (meaning.range.max) metadata["qmax"] = std::to_string(*meaning.range.max);
  if (meaning.damping != 0) metadata["damping"] = reference::format_number(meaning.damping);
  if (meaning.group_size) metadata["group_size"] = std::to_string(*meaning.group_size);
  if (meaning.arithmetic) metadata["arithmetic"] = name_of(*meaning.arithmetic);
  if (!meaning.source.empty()) metadata["source"] = meaning.source;
  if (!meaning.note.empty()) metadata["note"] = meaning.note;
  return metadata;
}

}  // namespace quantcheck::check
