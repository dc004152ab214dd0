// One factor for all scales of a case under which its codes fit.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/diagnose/search.h>

namespace quantcheck::check {

/// The dialect in which every scale is the stored one times one factor, if the codes conform with one. The
/// factors that put a decision inside its box are an interval. Of those that all decisions have in common,
/// the fraction with the least denominator is taken. `u` is U as declared.
std::optional<Dialect> scales_times_constant(Search& search, const reference::Matrix<double>& u);

}  // namespace quantcheck::check
