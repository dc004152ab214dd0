// The findings of a judged run that its verdict does not tell.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/judge/finding.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>
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
std::vector<Finding> findings_of(const Case& c, const Judgement& judgement, int digits = 6);

/// The same for lattice codes. There is "overload", where half of the blocks or more are overloaded, or that
/// takes the loss above the bound that holds without it. Of points of E8 there is nothing to say.
std::vector<Finding> findings_of(const LatticeCase& c, const LatticeJudgement& judgement, int digits = 6);
inline std::vector<Finding> findings_of(const E8Case&, const LatticeJudgement&, int = 6) { return {}; }

/// What a run that conforms says to do next.
std::string next_of(const std::vector<Finding>& findings);

/// The findings in words, one after the other; empty where there are none.
std::string words_of(const std::vector<Finding>& findings);

}  // namespace quantcheck::check
