// The damping that codes were made with, where it is not the declared one.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/diagnose/search.h>

namespace quantcheck::check {

/// The dialect of another damping under which the codes conform, if there is one. It is looked for on a
/// logarithmic grid of multiples of the Hessian's mean diagonal, from 1e-7 to 10, and then by golden section
/// around the best: the sum of all excesses has one valley there, while single decisions come and go. Of the
/// values that fit as well one is taken that somebody may have chosen: a multiple of the declared one, a power
/// of two, or one with few digits.
std::optional<Dialect> damping_that_fits(Search& search);

}  // namespace quantcheck::check
