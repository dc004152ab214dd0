// The Voronoi cell of E8.
#pragma once

#include <algorithm>

#include <quantcheck/reference/lattice/e8.h>

namespace quantcheck::check {

using reference::Block;
using reference::E8Point;

/// The largest <v, r> over the 240 minimal vectors r of E8. v lies in the Voronoi cell of 0 if and only if
/// that is at most 1: the facets of the cell of a root lattice are its roots' (J. H. Conway, N. J. A. Sloane,
/// Sphere Packings, Lattices and Groups, chapter 21, theorem 5). Of the r with two coordinates +-1 it is the
/// sum of the two largest |v_i|; of those with all coordinates +-1/2 half the sum of all |v_i|, where the
/// signs of v are even in number of minuses, and else the cheapest sign is turned. Over the integers halves
/// come out whole for v = 2 y, y in E8, as those have an even sum.
template <class Number>
Number reach(const Block<Number>& v) {
  Number largest(0);
  Number second(0);
  Number sum(0);
  Number smallest(0);
  bool odd = false;
  for (std::size_t i = 0; i < 8; ++i) {
    const bool negative = v[i] < Number(0);
    const Number size = negative ? Number(-v[i]) : v[i];
    odd ^= negative;
    sum += size;
    if (i == 0 || size < smallest) smallest = size;
    if (size > largest) {
      second = largest;
      largest = size;
    } else if (size > second) {
      second = size;
    }
  }
  const Number half = sum / Number(2) - (odd ? smallest : Number(0));
  return std::max(half, Number(largest + second));
}

}  // namespace quantcheck::check
