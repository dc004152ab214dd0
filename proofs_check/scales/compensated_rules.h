// Rules by which scales are fitted to compensated weights.
#pragma once

#include <span>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/scales/rule_counts.h>
#include <quantcheck/proofs_check/scales/scale_finding.h>
#include <quantcheck/proofs_check/scales/scale_table.h>

namespace quantcheck::check {

/// Whether every group is a stretch of processing steps, so that there is a moment when it begins.
bool groups_are_stretches(const Case& c, const ScaleTable& table);

/// The rules of a group on weights as compensated, by the case's own codes, when the group begins (current,
/// for a block of 0), or when the block of columns begins in which the group does (stale). Nothing for blocks
/// that make no other weights than current or static ones. The weights are computed in double, and the case's
/// own arithmetic may have had others: scales are compared with a slack of 2^-13 of themselves, and of 2^-6
/// for arithmetics narrower than float32. Weights that nothing was added to are compared like static ones.
std::vector<RuleFit> compensated_rules(const Case& c, const ScaleTable& table, const CertifiedFactor& factor,
                                       std::span<const Index> rows, Index block,
                                       const std::vector<ErrorMeasure>& measures);

}  // namespace quantcheck::check
