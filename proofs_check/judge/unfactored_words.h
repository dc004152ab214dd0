// Why a Hessian was not factored in double, in words.
#pragma once

#include <quantcheck/proofs_check/certified/certified_factor.h>

namespace quantcheck::check {

/// The reason for which decisions are then UNDECIDED, and what to do about it.
inline const char* reason_of(const Unfactored& unfactored) {
  return unfactored.obstacle == Obstacle::entries
             ? "the entries of the hessian lie too far apart for arithmetic in double"
             : "the hessian is so ill-conditioned that double does not resolve it";
}
inline constexpr const char* unfactored_advice =
    "give the damping that was used, if it is not in the hessian";

}  // namespace quantcheck::check
