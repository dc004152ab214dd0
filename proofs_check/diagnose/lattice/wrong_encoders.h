// Ways to miss the nearest point of E8.
#pragma once

#include <array>

#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

struct WrongEncoder {
  const char* id;
  const char* words;
  const char* advice;
  reference::E8Point (*nearest)(const reference::Block<reference::Rational>& t);
};

/// The parity repaired in the first coordinate; the farther of the two cosets; no coset but the integers; no
/// coset but the halves of odd integers.
extern const std::array<WrongEncoder, 4> wrong_encoders;

}  // namespace quantcheck::check
