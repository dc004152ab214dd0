// Codes near those of exact arithmetic, by the nearest plane in floating point.
#pragma once

#include <optional>
#include <span>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/certified/carried_errors.h>
#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/exact/decision_sides.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// The codes of a case (out x in) by the nearest plane in float32, on the case's grid; nothing where float32
/// does not hold the layer, its factor or its grid.
std::optional<reference::Codes> codes_in_float(const Case& c, const CertifiedFactor& factor);

/// The codes of some rows (starts x in) by the nearest plane in double, each from a step of its own on and up
/// to step `end`; those of other steps are the case's. A code that double cannot tell is some code in the
/// range.
reference::Codes codes_in_double(const Case& c, const CertifiedFactor& factor,
                                 std::span<const DecisionPlace> starts, Index end);

/// Sets the codes of some rows of a case in the steps of a group to the same, from what the errors before the
/// group carry to it. All rows start in the group.
void put_group_codes_in_double(Case& c, const CertifiedFactor& factor, std::span<const DecisionPlace> starts,
                               const CarriedErrors& carried);

}  // namespace quantcheck::check
