// The known wrong encoders, which miss the nearest point of E8.
#pragma once

#include <array>

#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// The squared distance of a point from t.
reference::Rational squared_distance(const reference::Block<reference::Rational>& t,
                                     const reference::E8Point& point);

/// The point of Z^8 (coset 0) or Z^8 + (1/2)^8 (coset 1) whose coordinates are nearest to those of t, each by
/// itself; of E8 only if their sum is even.
reference::E8Point each_rounded(const reference::Block<reference::Rational>& t, Code coset);

/// A wrong encoder, in words and as a function.
struct WrongEncoder {
  const char* id;      // for programs: "parity-repair", "farther-coset", ...
  const char* words;   // completes "the wrong blocks are those ..."
  const char* advice;  // what its author should look at
  /// The point that it takes for the nearest to t.
  reference::E8Point (*nearest)(const reference::Block<reference::Rational>& t);
};

/// The encoders that repair the parity in the first coordinate, that take the farther of the two cosets, that
/// try no coset but the integers, that try no coset but the halves of odd integers, and that derive the sign of
/// the last or the first half-integer coordinate from the others, with or without a look at the integers.
extern const std::array<WrongEncoder, 8> wrong_encoders;

}  // namespace quantcheck::check
