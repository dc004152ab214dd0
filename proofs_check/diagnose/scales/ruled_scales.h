// Scales that a rule gives, under which the codes of a case fit where they do not fit the stored ones.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/diagnose/search.h>

namespace quantcheck::check {

/// The dialect in which the scales are those that a rule gives for the original weights, if the codes conform
/// with them; its words say what the stored ones are of these. Nothing is fitted.
std::optional<Dialect> scales_by_rule(Search& search);

}  // namespace quantcheck::check
