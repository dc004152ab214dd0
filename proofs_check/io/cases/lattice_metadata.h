// What a lattice file says in words: its __metadata__.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

struct LatticeMetadata {
  Described described;
  Code q = 0;
  BetaChoice mode = BetaChoice::opt;
  std::optional<BlockOrder> block_order;
};

/// Throws Error naming the key and its value for: "quantcheck" other than "lattice/1"; "lattice" missing or
/// other than "E8"; "q" missing or outside 2 .. reference::max_nesting_ratio; "mode" missing or other than
/// "opt" or "first"; "block_order" other than "first" or "last"; "arithmetic" of an unknown name.
LatticeMetadata parse_lattice_metadata(const Metadata& metadata, const std::string& file);

/// Its inverse; what is absent is not written, nor an empty source or note.
Metadata lattice_metadata(const LatticeMetadata& meaning);

/// The same of "e8/1" files, which have nothing but arithmetic, source and note.
Described parse_e8_metadata(const Metadata& metadata, const std::string& file);
Metadata e8_metadata(const Described& meaning);

}  // namespace quantcheck::check
