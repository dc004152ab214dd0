// The metadata of a case file: what it says in words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>
#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// The kinds of case files. Those of case/2 are what those of case/1 are, and hold more.
enum class CaseKind { case_1, case_2 };

/// The meaning of a global scale: S = scale * global_scale, or S = scale / global_scale.
enum class GlobalScale { multiplier, divisor };

/// The orders that a case file may name in place of a permutation.
enum class NamedOrder { act, gar };

/// What the metadata of a case file means.
struct CaseMetadata {
  CaseKind kind = CaseKind::case_1;
  Described described;
  Declared declared;  // its order and dead inputs are tensors, and so absent here
  CodeRange range;
  std::vector<double> levels;  // of the grid that is named; empty where none is
  std::optional<NamedOrder> order;
  std::optional<GlobalScale> global_scale;
  std::optional<FloatFormat> scale_arithmetic;  // what S was rounded to before it was used; absent: nothing
  std::optional<Index> group_size;
  std::optional<FloatFormat> scale_format;  // what the scales were rounded to when they were stored
};

/// Reads the metadata of a case file. Throws Error naming the key and its value for: "quantcheck" missing or
/// other than "case/1" and "case/2"; "qmin", "qmax" that are not integers below 2^62 or not in order;
/// "damping" that parse_number refuses or that is negative; "group_size" below 1; "arithmetic", "rounding",
/// "zero_added", "scale_format", "grid", "global_scale", "scale_arithmetic" or "rule" of an unknown name, and
/// the rule gptaq; "scale_rule" that parse_scale_rule refuses; and for whatever of this a case/1 does not
/// have.
CaseMetadata parse_case_metadata(const Metadata& metadata, const std::string& file);

/// The metadata that parse_case_metadata reads as `meaning`, where it has no levels, global scale or
/// scale_arithmetic: a Case holds what these come to. "rounding" is always written; what is absent is not
/// written, nor an empty source or note. Throws Error for a damping that format_number cannot write.
Metadata case_metadata(const CaseMetadata& meaning);

}  // namespace quantcheck::check
