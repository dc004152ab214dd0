// Lattices as quantizers of a block of columns, which LDLQ takes in place of rounding.
#pragma once

#include <quantcheck/reference/lattice/e8_nearest.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The lattice s Z of the multiples of a scale s. `nearest` takes and returns one value.
template <class Number>
struct IntegerLattice {
  static constexpr Index dimension = 1;
  Number scale;
  Rounding rounding = Rounding::half_even;

  Vector<Number> nearest(const Vector<Number>& x) const {
    return Vector<Number>::Constant(1, scale * round_to_integer(Number(x(0) / scale), rounding));
  }
};

/// A lattice block of eight values made of a vector of up to eight, with zeros beyond its end.
template <class Number>
Block<Number> padded_block(const Vector<Number>& values) {
  Block<Number> block;
  for (Index i = 0; i < 8; ++i) block[i] = i < values.size() ? values(i) : Number(0);
  return block;
}

/// The lattice beta E8. `nearest` takes up to eight values and returns as many. Fewer than eight are padded
/// with zeros, and the coordinates that these are rounded to are dropped. Throws Error where a coordinate
/// needs more than 57 bits.
template <class Number>
struct E8Lattice {
  static constexpr Index dimension = 8;
  Number beta;

  Vector<Number> nearest(const Vector<Number>& x) const {
    const E8Point point = nearest_e8(padded_block(Vector<Number>(x / beta)));
    Vector<Number> result(x.size());
    for (Index i = 0; i < x.size(); ++i) result(i) = beta * Number(point.twice[i]) / Number(2);
    return result;
  }
};

}  // namespace quantcheck::reference
