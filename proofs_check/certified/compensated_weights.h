// The weights of some steps as they are compensated for the errors before them, in double.
#pragma once

#include <span>

#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// The weights of steps begin .. end - 1 of some rows of a case, compensated for the errors of the codes of all
/// steps before `begin` (arXiv 2507.18553, Algorithm 1).
struct CompensatedWeights {
  reference::Matrix<double> value;  // rows x steps; rounded, without a bound
  bool usable = true;               // whether all rows are (RowErrors)
};

/// The order is the declared one, and the factor is that of the case as declared.
CompensatedWeights compensated_weights(const Case& c, const CertifiedFactor& factor, Index begin, Index end,
                                       std::span<const Index> rows);

}  // namespace quantcheck::check
