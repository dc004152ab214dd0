// Rounding to the nearest integer by a given rule for ties: one text for every number type.
#pragma once

#include <cmath>
#include <type_traits>

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

// The templates below choose between these and `floor` of rational.h by the type of the argument.
inline float floor(float x) { return std::floor(x); }
inline double floor(double x) { return std::floor(x); }

/// The integer nearest to x, where `rounding` decides ties. It is exact also in floating point: floor(x) is
/// exact, and so is floor(x) + 1/2 where x is no integer. (x - floor(x) is not exact: it would make a tie of
/// the number next to -1/2.)
template <class Number>
Number round_to_integer(const Number& x, Rounding rounding) {
  Number below = floor(x);
  if (x == below) return below;
  const Number middle = below + Number(1) / Number(2);
  if (x < middle) return below;
  Number above = below + Number(1);
  if (x > middle) return above;
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

/// An integer-valued number as a Code. Throws Error unless it is below 2^62 in magnitude.
template <class Number>
Code to_code(const Number& integer) {
  const Number limit = Number(Code{1} << 62);
  if (!(integer < limit && -limit < integer))
    throw Error("a code does not fit in 62 bits: the scale is too small");
  if constexpr (std::is_same_v<Number, Rational>) {
    return static_cast<Code>(numerator(integer));  // Boost would convert the rational by way of a double.
  } else {
    return static_cast<Code>(integer);
  }
}

}  // namespace quantcheck::reference
