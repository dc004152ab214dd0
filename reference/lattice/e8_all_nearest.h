// All points of E8 nearest to a point of space, by enumeration: the second oracle of e8_nearest.h.
#pragma once

#include <vector>

#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

struct AllNearest {
  std::vector<E8Point> points;  // in lexicographic order
  Rational squared_distance;
};

/// Goes through every point of E8 whose distance from x is no more than that of the nearest one found so far,
/// coordinate by coordinate; it starts from the distance of (2 k, 0, ..., 0) + the integers below x, which is
/// in E8 for some k in {0, 1/2}, and uses nothing else of the lattice but membership. Throws Error where a
/// coordinate needs more than 57 bits.
AllNearest all_nearest_e8(const Block<Rational>& x);

}  // namespace quantcheck::reference
