// What a lattice file says in words: its __metadata__.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

struct LatticeMetadata {
  Code q = 0;
  BetaChoice mode = BetaChoice::opt;
  std::optional<BlockOrder> block_order;
  std::optional<Arithmetic> arithmetic;
  std::string source;
  std::string note;
  std::vector<std::string> ignored;  // the other keys
};

/// Throws Error naming the key and its value for: "quantcheck" other than "lattice/1"; "lattice" missing or
/// other than "E8"; "q" missing or outside 2 .. reference::max_nesting_ratio; "mode" missing or other than
/// "opt" or "first"; "block_order" other than "first" or "last"; "arithmetic" of an unknown name.
LatticeMetadata parse_lattice_metadata(const Metadata& metadata, const std::string& file);

/// Its inverse; what is absent is not written, nor an empty source or note.
Metadata lattice_metadata(const LatticeMetadata& meaning);

/// The same of "e8/1" files, which have nothing but arithmetic, source and note.
struct E8Metadata {
  std::optional<Arithmetic> arithmetic;
  std::string source;
  std::string note;
  std::vector<std::string> ignored;
};
E8Metadata parse_e8_metadata(const Metadata& metadata, const std::string& file);
Metadata e8_metadata(const E8Metadata& meaning);

}  // namespace quantcheck::check
