// A cause: scales that were changed after codes had been made with them.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/diagnose/scales/fitted_scales.h>
#include <quantcheck/proofs_check/diagnose/search.h>

namespace quantcheck::check {

/// The dialect of known scales under which the codes conform: those of a usual rule, or the stored ones times
/// a constant. Its words say what the stored ones are of them. The constant is looked for where that takes no
/// longer than some multiple of what a verdict takes.
std::optional<Dialect> known_other_scales(Search& search);

/// The same of scales that are found from the codes (scales_from_codes).
std::optional<FoundScales> other_scales_found(Search& search);

}  // namespace quantcheck::check
