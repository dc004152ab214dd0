// Scales that usual rules give for the weights of a case.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::check {

/// The scales that a rule gives.
struct RuleScales {
  std::string words;          // completes "the scales that ... gives"
  std::vector<double> scale;  // for each row and group, float32 numbers; the stored one where a rule gives 0
};

/// The scales by these rules, from the original weights of each row and group, computed in float32: the
/// largest absolute weight (absmax) over the greatest code, over the one below the least, or over half of the
/// range; the range of the weights (min-max), with 0 included or not, over that of the codes. None where the
/// range of codes has an open end.
std::vector<RuleScales> rule_scales(const Case& c);

}  // namespace quantcheck::check
