// What a case file says in words: its __metadata__.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>
#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

struct CaseMetadata {
  CodeRange range;
  reference::Rational damping = 0;
  std::optional<Index> group_size;
  std::optional<Arithmetic> arithmetic;
  Rounding rounding = Rounding::half_even;
  std::optional<ZeroAdded> zero_added;
  std::string source;
  std::string note;
  std::vector<std::string> ignored;  // the other keys
};

/// Throws Error naming the key and its value for: "quantcheck" missing or other than "case/1"; "qmin", "qmax"
/// that are not integers below 2^62 or not in order; "damping" that parse_number refuses or that is negative;
/// "group_size" below 1; "arithmetic", "rounding" or "zero_added" of an unknown name.
CaseMetadata parse_case_metadata(const Metadata& metadata, const std::string& file);

/// Its inverse. "rounding" is always written; what is absent is not, nor an empty source or note. Throws
/// Error for a damping that format_number cannot write.
Metadata case_metadata(const CaseMetadata& meaning);

}  // namespace quantcheck::check
