// The known wrong encoders, which miss the nearest point of E8.
#pragma once

#include <array>

#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// A wrong encoder, in words and as a function.
struct WrongEncoder {
  const char* id;      // for programs: "parity-repair", "farther-coset", ...
  const char* words;   // completes "the wrong blocks are those ..."
  const char* advice;  // what its author should look at
  /// The point that it takes for the nearest to t.
  reference::E8Point (*nearest)(const reference::Block<reference::Rational>& t);
};

/// The encoders that repair the parity in the first coordinate, that take the farther of the two cosets, that
/// try no coset but the integers, and that try no coset but the halves of odd integers.
extern const std::array<WrongEncoder, 4> wrong_encoders;

}  // namespace quantcheck::check
