// Lattices as quantizers of a block: what LDLQ takes in place of rounding.
#pragma once

#include <quantcheck/reference/lattice/e8_nearest.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// s Z.
template <class Number>
struct IntegerLattice {
  static constexpr Index dimension = 1;
  Number scale;
  Rounding rounding = Rounding::half_even;

  Vector<Number> nearest(const Vector<Number>& x) const {
    return Vector<Number>::Constant(1, scale * round_to_integer(Number(x(0) / scale), rounding));
  }
};

/// A block of eight values out of a vector of up to eight, 0 beyond its end.
template <class Number>
Block<Number> padded_block(const Vector<Number>& values) {
  Block<Number> block;
  for (Index i = 0; i < 8; ++i) block[i] = i < values.size() ? values(i) : Number(0);
  return block;
}

/// beta E8. A block of fewer than eight values is padded with zeros; what becomes of those is dropped.
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
