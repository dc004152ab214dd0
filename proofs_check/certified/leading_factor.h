// The part of a factor that the first steps of a sweep take.
#pragma once

#include <quantcheck/proofs_check/certified/certified_factor.h>

namespace quantcheck::check {

/// The factor's first `steps` rows and columns, for bounded_residuals alone. U is upper triangular, so that the
/// first residuals are those of its leading part, and their bounds are made of what belongs to the same steps;
/// entry_error and relative_error are those of the whole. Hessian, order and scaling are left out.
CertifiedFactor leading_factor(const CertifiedFactor& factor, Index steps);

}  // namespace quantcheck::check
