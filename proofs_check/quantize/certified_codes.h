// The codes that exact arithmetic gives, for layers of any size.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/quantize/options.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// A case with the codes of exact arithmetic.
struct CertifiedCodes {
  // Why they were not found, in words that stand alone: then the codes of the case mean nothing.
  std::optional<std::string> obstacle;
  // Decisions that lie within 2^-200 of a scale of the boundary and were taken for ties without proof.
  Index assumed_ties = 0;
  Case c;
};

/// The codes of the nearest plane in exact arithmetic, for a case that is complete but for its codes. At a
/// tie its declared rounding decides, and the zero is added after.
///
/// Theorem. A decision's target depends on the codes before it in its row alone. So, if these are the codes
/// of exact arithmetic, and the residual of the decision's own code lies strictly in the cell of that code,
/// then this code is the one of exact arithmetic, too. Let k be the first step of a row where that is not
/// certified (residuals.h). The residual at k is known up to an error, from double, from a refined column
/// (schur_column.h), or from exact products (exact_column.h). Rounding to the nearest code is monotone: if
/// both ends of the interval of targets have one code, then all between have it, and it is the code at k. So
/// one decision after another of the row is right for certain, and after at most as many rounds as there are
/// inputs all are. The codes after k are found again in double when that at k changes; which they are does
/// not matter for the result, only for the number of rounds.
///
/// An interval of exact products has no width where they solve the equations of the column, and where the row
/// has no error before; a tie is then told from its sides. Else an interval that is shorter than 2^-200 of a
/// scale, and in which the code changes, is taken for a tie.
CertifiedCodes certified_codes(Case start, const CertifiedFactor& factor, const Progress& progress);

/// The same, found from the case's own codes, which may be any that lie in the range.
CertifiedCodes certified_from(Case start, const CertifiedFactor& factor, const Progress& progress);

/// The same for scales that are current: the case lacks its grid, too. One group of steps is finished after
/// the other: its scales are fitted to what the codes before make of its weights (current_scales.h), and then
/// its codes are found.
CertifiedCodes certified_current_codes(Case start, const CertifiedFactor& factor,
                                       const QuantizeOptions& options, const Progress& progress);

}  // namespace quantcheck::check
