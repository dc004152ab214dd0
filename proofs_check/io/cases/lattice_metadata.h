// The metadata of a lattice file: what it says in words.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

/// What the metadata of a lattice file means.
struct LatticeMetadata {
  Described described;
  Code q = 0;
  BetaChoice mode = BetaChoice::opt;
  std::optional<BlockOrder> block_order;
  std::optional<FloatFormat> decoded_format;  // what the decoded values were rounded to
};

/// Reads the metadata of a "lattice/1" file. Throws Error naming the key and its value for: "quantcheck"
/// missing or other than "lattice/1"; "lattice" missing or other than "E8"; "q" missing or outside
/// 2 .. reference::max_nesting_ratio; "mode" missing or other than "opt" or "first"; "block_order" other than
/// "first" or "last"; "arithmetic" or "decoded_format" of an unknown name.
LatticeMetadata parse_lattice_metadata(const Metadata& metadata, const std::string& file);

/// The metadata that parse_lattice_metadata reads as `meaning`. What is absent is not written, nor an empty
/// source or note.
Metadata lattice_metadata(const LatticeMetadata& meaning);

/// The same for "e8/1" files, which say nothing but arithmetic, source and note.
Described parse_e8_metadata(const Metadata& metadata, const std::string& file);
Metadata e8_metadata(const Described& meaning);

}  // namespace quantcheck::check
