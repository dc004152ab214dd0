// The metadata of a case file: what it says in words.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>
#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// What the metadata of a case file means.
struct CaseMetadata {
  Described described;
  Declared declared;  // its order and dead inputs are tensors, and so absent here
  CodeRange range;
  std::optional<Index> group_size;
  std::optional<FloatFormat> scale_format;  // what the scales were rounded to when they were stored
};

/// Reads the metadata of a case file. Throws Error naming the key and its value for: "quantcheck" missing or
/// other than "case/1"; "qmin", "qmax" that are not integers below 2^62 or not in order; "damping" that
/// parse_number refuses or that is negative; "group_size" below 1; "arithmetic", "rounding", "zero_added" or
/// "scale_format" of an unknown name; "scale_rule" that parse_scale_rule refuses.
CaseMetadata parse_case_metadata(const Metadata& metadata, const std::string& file);

/// The metadata that parse_case_metadata reads as `meaning`. "rounding" is always written; what is absent is
/// not written, nor an empty source or note. Throws Error for a damping that format_number cannot write.
Metadata case_metadata(const CaseMetadata& meaning);

}  // namespace quantcheck::check
