// A reader of a file's __metadata__, one key at a time, that says in words what is wrong with it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <quantcheck/proofs_check/cases/described.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

/// The kinds of files that are judged, as "quantcheck" in the metadata names them.
inline constexpr std::array<std::string_view, 4> file_kinds{"case/1", "case/2", "lattice/1", "e8/1"};

/// A name and the value that it stands for.
template <class Value>
using Named = std::pair<std::string_view, Value>;

/// Every function throws Error, naming the file, the key and its value, for what it does not take.
struct MetadataReader {
  const Metadata& metadata;
  const std::string& file;

  const std::string* find(std::string_view key) const;
  std::string text(std::string_view key) const;  // empty where the key is absent

  [[noreturn]] void refuse(std::string_view key, const std::string& why) const;

  /// The kind of the file. Refuses what is not one of file_kinds.
  std::string_view kind() const;
  /// Refuses other kinds.
  void require_kind(std::string_view kind) const;

  /// The integer at a key; nothing where the key is absent. Refuses what is no integer below 2^62 in
  /// magnitude.
  std::optional<std::int64_t> integer(std::string_view key) const;

  /// The value that the name at a key stands for; nothing where the key is absent. Refuses names that are not
  /// among `names`.
  template <class Value, std::size_t count>
  std::optional<Value> named(std::string_view key, const std::array<Named<Value>, count>& names) const {
    const std::string* found = find(key);
    if (found == nullptr) return std::nullopt;
    std::string list;
    for (const auto& [name, value] : names) {
      if (name == *found) return value;
      list += " " + std::string(name);
    }
    refuse(key, "one of" + list + " is needed");
  }

  /// The file's name, and what the file says of itself. `ignored` lists the keys that are not among `known`.
  Described described(std::span<const std::string_view> known) const;
};

/// Adds to the metadata what MetadataReader::described reads. What is absent is not written, nor an empty
/// source or note.
void add_described(Metadata& metadata, const Described& described);

}  // namespace quantcheck::check
