// The loss that other scales would have.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/scales/scale_finding.h>
#include <quantcheck/proofs_check/scales/scale_table.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// The most multiplications, out in^2, that other scales are tried for.
inline constexpr double most_work_of_other_scales = 0x1p33;

/// Of the static scales by the extent (absmax where the zeros of the case are symmetric, else minmax) and by
/// least squared error (mse, norm 2, range 0.8), fitted to all weights of each group, those whose codes have
/// the smaller loss. The codes are found in float32, in the case's order and with its damping; the loss of
/// these codes is certified like that of the case. Nothing where that is not told in double, or takes more
/// than most_work_of_other_scales.
std::optional<RuleLoss> loss_of_other_scales(const Case& c, const ScaleTable& table,
                                             const CertifiedFactor& factor, const Progress& progress);

}  // namespace quantcheck::check
