// Rows of scales that belong to other rows of codes, found from the data.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/diagnose/search.h>

namespace quantcheck::check {

/// The dialect in which the scales and zeros of each row are those of another row, by a permutation that is
/// found: for each row the row whose scales put its first decisions inside, where no other row does. Nothing
/// where there is no such permutation, the codes do not conform with it, or there are too many rows.
std::optional<Dialect> scales_of_matched_rows(Search& search);

}  // namespace quantcheck::check
