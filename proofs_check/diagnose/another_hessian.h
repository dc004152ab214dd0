// The last resort of a diagnosis: that the codes were made with another Hessian.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/diagnose/search.h>

namespace quantcheck::check {

/// Another Hessian as the cause, where the wrong decisions look like it. Each decision is then moved by some
/// distance. If distances are spread evenly around 0, as many decisions are outside their boxes as the sum of
/// all distances; they are outside by about as much as there are many; and they lie in all rows, in many steps
/// and on either side. Codes that were changed one by one are far outside, columns that were exchanged or took
/// another scale hold all that is wrong, and a biased rounding moves to one side: these are not accused.
/// `judgement` gives the loss, beside that of plain rounding.
std::optional<Cause> another_hessian(const Search& search, const Judgement& judgement);

}  // namespace quantcheck::check
