// Rounding to the nearest integer, from its definition.
#pragma once

#include <cmath>

#include <quantcheck/reference/layer.h>

namespace quantcheck::test {

/// x rounded to an integer. The distance of a float to the integer below it is exact in double.
inline float rounded(float x, Rounding rounding) {
  const double below = std::floor(static_cast<double>(x));
  const double rest = static_cast<double>(x) - below;
  bool up = rest > 0.5;
  if (rest == 0.5)
    up = rounding == Rounding::half_up || (rounding == Rounding::half_away && below >= 0) ||
         (rounding == Rounding::half_even && std::fmod(below, 2) != 0);
  return static_cast<float>(up ? below + 1 : below);
}

}  // namespace quantcheck::test
