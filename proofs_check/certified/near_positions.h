// The positions of decisions in double, beside their certified sides.
#pragma once

#include <span>

#include <quantcheck/proofs_check/certified/certified_sides.h>
#include <quantcheck/proofs_check/exact/positions.h>

namespace quantcheck::check {

/// A case under a hypothesis, with the factor of its Hessian; null for plain rounding. Everything is referred
/// to.
struct CertifiedCase {
  const Case& c;
  const Hypothesis& hypothesis;
  const CertifiedFactor* factor = nullptr;
};

/// The positions of the decisions of some rows (rows x in), in a case whose sides are certified (no decision
/// is open). Sides are exact; the numbers are in double, those of decisions that are outside as they were
/// certified. Sums are left out.
Positions near_positions(const CertifiedCase& certified, const CertifiedSides& sides,
                         std::span<const Index> rows);

/// U in double, unscaled, in x in in processing order, without the entries over which error is not carried.
reference::Matrix<double> upper_in_double(const CertifiedCase& certified);

/// The residual of a row at a processing step, in the units of the weights, from a refined column of the
/// Schur complement: by exact products until a double cannot tell it from the exact residual, where there are
/// no more than max_exact_inputs, or where pairs do not show six digits of the excess; else by pairs. Where
/// that does not tell it from a multiple of half a scale, it is taken to be that.
reference::Rational refined_residual(const CertifiedCase& certified, Index row, Index step);

}  // namespace quantcheck::check
