#include <quantcheck/proofs_check/io/cases/metadata_reader.h>

#include <algorithm>
#include <charconv>

#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/text/arithmetic_names.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

std::string kinds(const char* last_word) {
  std::string list;
  for (std::size_t k = 0; k < file_kinds.size(); ++k)
    list += (k == 0 ? "" : k + 1 < file_kinds.size() ? ", " : last_word) + in_quotes(file_kinds[k]);
  return list;
}

}  // namespace

const std::string* MetadataReader::find(std::string_view key) const {
  const auto found = metadata.find(std::string(key));
  return found == metadata.end() ? nullptr : &found->second;
}

std::string MetadataReader::text(std::string_view key) const {
  const std::string* found = find(key);
  return found == nullptr ? "" : *found;
}

void MetadataReader::refuse(std::string_view key, const std::string& why) const {
  throw Error(file + ": metadata " + in_quotes(key) + " is " + in_quotes(text(key)) + "; " + why);
}

std::string_view MetadataReader::kind() const {
  const std::string* found = find("quantcheck");
  if (found == nullptr)
    throw Error(file + ": not a case: __metadata__ has no \"quantcheck\"; a case says \"quantcheck\": " +
                kinds(" or "));
  const auto known = std::find(file_kinds.begin(), file_kinds.end(), *found);
  if (known == file_kinds.end()) refuse("quantcheck", "this version reads " + kinds(" and "));
  return *known;
}

void MetadataReader::require_kind(std::string_view needed) const {
  if (kind() != needed) refuse("quantcheck", in_quotes(needed) + " is needed here");
}

std::optional<std::int64_t> MetadataReader::integer(std::string_view key) const {
  const std::string* found = find(key);
  if (found == nullptr) return std::nullopt;
  std::int64_t value = 0;
  const char* end = found->data() + found->size();
  const auto [stop, error] = std::from_chars(found->data(), end, value);
  if (found->empty() || error != std::errc{} || stop != end || value >= integer_limit ||
      value <= -integer_limit)
    refuse(key, "an integer below 2^62 in magnitude is needed");
  return value;
}

Described MetadataReader::described(std::span<const std::string_view> known) const {
  Described result{file, named("arithmetic", arithmetic_names), text("source"), text("note"), {}, {}};
  for (const auto& [key, value] : metadata)
    if (std::find(known.begin(), known.end(), key) == known.end())
      result.ignored.push_back("metadata " + in_quotes(key));
  return result;
}

void add_described(Metadata& metadata, const Described& described) {
  if (described.arithmetic) metadata["arithmetic"] = name_of(*described.arithmetic);
  if (!described.source.empty()) metadata["source"] = described.source;
  if (!described.note.empty()) metadata["note"] = described.note;
}

}  // namespace quantcheck::check
