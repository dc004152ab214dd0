// The leading parts of a case's Hessian and of its inverse, in double.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/diagnose/screen.h>

namespace quantcheck::check {

/// The damped Hessian of the first steps (size x size) in processing order. Nothing where its diagonal is not
/// positive, or its numbers lie too far apart for double.
std::optional<reference::Matrix<double>> leading_hessian(const Case& c, const Hypothesis& hypothesis,
                                                         Index size);

/// The part of H^-1 that the first steps have (size x size). With H = U D U^T it is U^-T D^-1 U^-1, of which
/// the leading parts of U and D are enough. Nothing where H does not factor in double.
std::optional<reference::Matrix<double>> leading_inverse(Screen& screen, const Hypothesis& hypothesis,
                                                         Index size);

}  // namespace quantcheck::check
