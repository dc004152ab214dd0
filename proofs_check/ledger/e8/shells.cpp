#include <quantcheck/proofs_check/ledger/e8/shells.h>

#include <array>

namespace quantcheck::check::ledger {

using reference::E8Point;

namespace {

using Visit = std::function<void(const E8Point&)>;

// Visits the points that agree with `point` in the coordinates before `i`; the coordinates from `i` on are
// free. `left` is four times the norm^2 less what the earlier coordinates use of it.
void extend(E8Point& point, std::size_t i, Code parity, Code left, const Visit& visit) {
  if (i == 8) {
    if (in_e8(point)) visit(point);
    return;
  }
  for (Code size = parity; size * size <= left; size += 2) {
    for (const Code twice : {size, -size}) {
      point.twice[i] = twice;
      extend(point, i + 1, parity, left - size * size, visit);
      if (size == 0) break;
    }
  }
}

// counts[s][n] is the number of ways to choose the coordinates so far such that the doubled coordinates have
// the sum s modulo 4 and their squares have the sum n.
using Counts = std::array<std::vector<Index>, 4>;

Counts extended(const Counts& counts, Code parity) {
  const Code largest = std::ssize(counts[0]) - 1;
  Counts result = counts;
  for (std::vector<Index>& of_sum : result) of_sum.assign(of_sum.size(), 0);
  for (Code size = parity; size * size <= largest; size += 2)
    for (const Code twice : {size, -size}) {
      for (Code sum = 0; sum < 4; ++sum)
        for (Code n = 0; n + size * size <= largest; ++n)
          result[(sum + twice) & 3][n + size * size] += counts[sum][n];
      if (size == 0) break;
    }
  return result;
}

}  // namespace

void for_each_point_within(Index norm, const Visit& visit) {
  E8Point point;
  for (const Code parity : {0, 1}) extend(point, 0, parity, 4 * norm, visit);
}

std::vector<Index> points_by_norm(Index largest) {
  std::vector<Index> points(largest + 1, 0);
  for (const Code parity : {0, 1}) {
    Counts counts;
    for (std::vector<Index>& of_sum : counts) of_sum.assign(4 * largest + 1, 0);
    counts[0][0] = 1;
    for (int i = 0; i < 8; ++i) counts = extended(counts, parity);
    for (Index norm = 0; norm <= largest; ++norm) points[norm] += counts[0][4 * norm];
  }
  return points;
}

}  // namespace quantcheck::check::ledger
