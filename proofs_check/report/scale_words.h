// The words of reports on the rule that the scales of a case follow.
#pragma once

#include <string>

#include <quantcheck/proofs_check/scales/scale_finding.h>

namespace quantcheck::check {

/// The rule that gives the scales, and for how many groups; or that none does.
std::string scale_words(const ScaleFinding& found);
/// The loss that scales by another rule have, to at most so many digits.
std::string other_scale_words(const RuleLoss& other, Index groups, int digits);
/// The declared rule, and how many groups have the scales that it gives.
std::string declared_scale_words(const ScaleFinding& found);

}  // namespace quantcheck::check
