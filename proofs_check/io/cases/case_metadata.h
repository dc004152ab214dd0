// What a case file says in words: its __metadata__.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>
#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

struct CaseMetadata {
  Described described;
  Declared declared;  // of which orders and dead inputs are tensors, and so absent here
  CodeRange range;
  std::optional<Index> group_size;
};

/// Throws Error naming the key and its value for: "quantcheck" missing or other than "case/1"; "qmin", "qmax"
/// that are not integers below 2^62 or not in order; "damping" that parse_number refuses or that is negative;
/// "group_size" below 1; "arithmetic", "rounding" or "zero_added" of an unknown name.
CaseMetadata parse_case_metadata(const Metadata& metadata, const std::string& file);

/// Its inverse. "rounding" is always written; what is absent is not, nor an empty source or note. Throws
/// Error for a damping that format_number cannot write.
Metadata case_metadata(const CaseMetadata& meaning);

}  // namespace quantcheck::check
