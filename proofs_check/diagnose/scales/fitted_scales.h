// Scales found from the codes, where those stored do not fit.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/diagnose/search.h>

namespace quantcheck::check {

/// A dialect of scales that were found from the codes.
struct FoundScales {
  Dialect dialect;
  bool proved = true;  // else so little is wrong, for so many scales, that they may fit by luck
};

/// The dialect of scales that are found from the codes of each row that has a decision outside: one for each
/// group, between an eighth of the stored one and 8 times it. If the stored ones may be a rounding of such
/// scales, in every row at once, then of these: the finest that is possible. It is not named where scales
/// that fit are all nearer to the stored ones than a quarter of the interval that rounds to them, since that
/// may be an effect of something else. It is proved by what the fit is worth (fit_evidence.h). Where that is
/// too little, a rounding is named all the same, as not proved, if those up or down that it is none of fit
/// neither of at least eight rows; and scales that are no rounding are not. `u` is U as declared.
std::optional<FoundScales> scales_from_codes(Search& search, const reference::Matrix<double>& u);

}  // namespace quantcheck::check
