// All points of E8 nearest to a point of space, by enumeration: a second oracle beside e8_nearest.h.
#pragma once

#include <vector>

#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// All nearest points, and how far they are.
struct AllNearest {
  std::vector<E8Point> points;  // in lexicographic order
  Rational squared_distance;    // of each of them from x
};

/// The points of E8 nearest to x. The enumeration goes through every point of E8 whose distance from x is no
/// more than that of the nearest one found so far, coordinate by coordinate. It starts from the distance of
/// floor(x) + (2 k, 0, ..., 0), which is in E8 for some k in {0, 1/2}. Of the lattice it uses only which
/// points belong to it. Throws Error where a coordinate needs more than 57 bits.
AllNearest all_nearest_e8(const Block<Rational>& x);

}  // namespace quantcheck::reference
