// The changes of the weights of a group of columns that make up for the errors of some rows, in double.
#pragma once

#include <span>

#include <quantcheck/proofs_check/certified/carried_errors.h>
#include <quantcheck/proofs_check/certified/factor_group.h>
#include <quantcheck/proofs_check/certified/residuals.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// Changes c of the weights of a group of steps in some rows (rows x steps of the group), in the scaling of
/// the factor.
struct Compensations {
  reference::Matrix<double> value;
  reference::Matrix<double> error;  // |value - c| is at most this
};

/// The changes c that compensate for the errors e of the steps before a group, for its steps G: with these,
/// the residuals of e - c vanish on G, where c counts like an error. The rows are usable (RowErrors), and
/// `before` holds what was summed up of each of them over the steps before the group.
///
/// Theorem. Let r be the residuals on G, for the exact U, of the errors e before G and of -v on G, where v is
/// what c is computed to. They are bounded as in residuals.h, and what that leaves of c as in factor_group.h.
Compensations compensations(const CertifiedFactor& factor, const FactorGroup& group,
                            const CarriedErrors& carried, std::span<const Index> rows,
                            std::span<const RowSums> before);

}  // namespace quantcheck::check
