// The allowance of a run that fails in many rows, taken from some of them.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/judge/allowance.h>

namespace quantcheck::check {

/// The number of rows that show what rounding explains in all of them.
inline constexpr std::size_t sampled_rows = 64;

/// The sides of a sample where many rows have decisions outside, at least four times as many as are sampled:
/// those of sampled_rows of these rows, at even distances, as if no other row had any. Nothing where it is
/// fewer.
std::optional<DecisionSides> sample_of(const DecisionSides& sides);

/// What rounding explains in all rows that have a decision outside, where it was measured of every decision
/// of the sampled ones. In the other rows the excess explained at a step is the root mean square of those
/// that were measured at that step, and no less than what the last operations explain. This is an estimate: it
/// may be used where the sample shows that the run fails, for the decisions in its other rows.
Allowance estimated_allowance(const FactoredCase& factored, const DecisionSides& sides,
                              const Allowance& sampled);

}  // namespace quantcheck::check
