// The coordinates of lattice points, as integers of limited size.
#pragma once

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/rounding.h>

namespace quantcheck::reference {

/// An integer-valued number as a coordinate. Throws Error unless it is below 2^57 in magnitude, so that twice
/// the sum of eight such coordinates fits in a Code with room to spare.
template <class Number>
Code to_coordinate(const Number& integer) {
  const Number limit = Number(Code{1} << 57);
  if (!(-limit < integer && integer < limit))
    throw Error("a coordinate of a lattice point does not fit in 57 bits: the scale is too small");
  return to_code(integer);
}

}  // namespace quantcheck::reference
