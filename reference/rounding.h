// Rounding to the nearest integer, with the half-way rule spelled out; one text for every number type.
#pragma once

#include <cmath>

#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

// Chosen by argument type in the templates below, as `floor` of rational.h is.
inline float floor(float x) { return std::floor(x); }
inline double floor(double x) { return std::floor(x); }

/// The integer nearest to x. Exact also in floating point: floor(x) is exact, and x - floor(x), where it rounds,
/// does not cross 1/2.
template <class Number>
Number round_to_integer(const Number& x, Rounding rounding) {
  const Number below = floor(x);
  const Number fraction = x - below;
  const Number half = Number(1) / Number(2);
  if (fraction < half) return below;
  const Number above = below + Number(1);
  if (fraction > half) return above;
  switch (rounding) {
    case Rounding::half_up:
      return above;
    case Rounding::half_away:
      return below < Number(0) ? below : above;
    case Rounding::half_even:
      break;
  }
  return floor(below / Number(2)) * Number(2) == below ? below : above;
}

}  // namespace quantcheck::reference
