#include <quantcheck/proofs_check/io/cases/lattice_metadata.h>

#include <array>
#include <string_view>

#include <quantcheck/proofs_check/io/cases/metadata_reader.h>
#include <quantcheck/proofs_check/text/float_format_names.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::check {
namespace {

constexpr std::array<Named<BetaChoice>, 2> modes{{{"opt", BetaChoice::opt}, {"first", BetaChoice::first}}};
constexpr std::array<Named<BlockOrder>, 2> block_orders{
    {{"first", BlockOrder::first}, {"last", BlockOrder::last}}};
// PyTorch's writer adds "format" to every file.
constexpr std::array<std::string_view, 10> lattice_keys{
    "quantcheck",     "lattice",    "q",      "mode", "block_order",
    "decoded_format", "arithmetic", "source", "note", "format"};
constexpr std::array<std::string_view, 5> e8_keys{"quantcheck", "arithmetic", "source", "note", "format"};

void require_key(const MetadataReader& reader, std::string_view key, const char* needed) {
  if (reader.find(key) == nullptr)
    throw Error(reader.file + ": no metadata \"" + std::string(key) + "\"; " + needed);
}

}  // namespace

LatticeMetadata parse_lattice_metadata(const Metadata& metadata, const std::string& file) {
  const MetadataReader reader{metadata, file};
  reader.require_kind("lattice/1");
  require_key(reader, "lattice", "a lattice file says \"lattice\": \"E8\"");
  if (*reader.find("lattice") != "E8") reader.refuse("lattice", "this version judges \"E8\"");
  require_key(reader, "q", "a lattice file says its nesting ratio");
  require_key(reader, "mode", "\"opt\" or \"first\": how a block takes its beta");

  LatticeMetadata meaning;
  meaning.q = *reader.integer("q");
  if (meaning.q < 2 || meaning.q > reference::max_nesting_ratio)
    reader.refuse("q", "2.." + std::to_string(reference::max_nesting_ratio) + " is needed");
  meaning.mode = *reader.named("mode", modes);
  meaning.block_order = reader.named("block_order", block_orders);
  meaning.decoded_format = reader.named("decoded_format", float_format_names);
  if (meaning.decoded_format && reference::is_8_bit(*meaning.decoded_format))
    reader.refuse("decoded_format", "one of fp64 fp32 bf16 fp16 is needed");
  meaning.described = reader.described(lattice_keys);
  return meaning;
}

Metadata lattice_metadata(const LatticeMetadata& meaning) {
  Metadata metadata{{"quantcheck", "lattice/1"},
                    {"lattice", "E8"},
                    {"q", std::to_string(meaning.q)},
                    {"mode", meaning.mode == BetaChoice::opt ? "opt" : "first"}};
  if (meaning.block_order)
    metadata["block_order"] = *meaning.block_order == BlockOrder::first ? "first" : "last";
  if (meaning.decoded_format) metadata["decoded_format"] = name_of(*meaning.decoded_format);
  add_described(metadata, meaning.described);
  return metadata;
}

Described parse_e8_metadata(const Metadata& metadata, const std::string& file) {
  const MetadataReader reader{metadata, file};
  reader.require_kind("e8/1");
  return reader.described(e8_keys);
}

Metadata e8_metadata(const Described& meaning) {
  Metadata metadata{{"quantcheck", "e8/1"}};
  add_described(metadata, meaning);
  return metadata;
}

}  // namespace quantcheck::check
