// The findings of a judged run that its verdict does not tell.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/judge/finding.h>
#include <quantcheck/proofs_check/judge/grid_use.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// What is said of a run that conforms, though "nothing to do" would be too little. There is
///
///     clipping              where half of the decisions or more are clipped, or clipping takes the loss above
///                           the bound that holds without it
///     above-plain-rounding  where the loss is above that of plain rounding on the same grid
///     unused-grid           where the codes of a quarter of the scales or more span at most half of the grid
///
/// Of any other run there is none: what is wrong with it comes first.
std::vector<Finding> findings_of(const Case& c, const Judgement& judgement, const GridUse& use,
                                 int digits = 6);

}  // namespace quantcheck::check
