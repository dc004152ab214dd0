// Rules by which scales come from a part of the columns that they are for.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/scales/scale_finding.h>
#include <quantcheck/proofs_check/scales/scale_table.h>

namespace quantcheck::check {

/// The rules of extent_fits on parts of the weights as they are: the first columns of a group, in their own
/// order and as they are processed, as many of them as fit most groups; and, where the groups of a row have
/// one scale, the first columns of the row, the whole row, and each single group. Of several numbers of
/// columns that fit equally many, the one that the greatest power of two divides is taken. Only rules that
/// hold for at least eight scales are returned: of fewer, some part fits by chance.
std::vector<RuleFit> part_rules(const Case& c, const ScaleTable& table);

}  // namespace quantcheck::check
