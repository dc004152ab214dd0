#include <quantcheck/proofs_check/ledger/e8/published_ties.h>

#include <cstdlib>

#include <quantcheck/reference/lattice/e8_nearest.h>

namespace quantcheck::check::ledger {

using reference::Block;
using reference::E8Point;
using reference::InCoset;

namespace {

InCoset<Code> nearest_in(const Block<Code>& x, Code unit, Code coset) {
  InCoset<Code> found{{}, 0};
  Block<Code> residual;
  Code sum = 0;
  std::size_t longest = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const Code shifted = x[i] - unit / 2 * coset;
    const Code rounded =
        coset == 0 ? -reference::nearest_integer(-shifted, unit) : reference::nearest_integer(shifted, unit);
    residual[i] = shifted - unit * rounded;
    found.point.twice[i] = 2 * rounded + coset;
    sum += rounded;
    if (std::abs(residual[i]) > std::abs(residual[longest])) longest = i;
  }
  if (sum % 2 != 0) {
    const bool up = residual[longest] > 0 || (residual[longest] == 0 && coset == 0);
    found.point.twice[longest] += up ? 2 : -2;
    residual[longest] += up ? -unit : unit;
  }
  for (const Code r : residual) found.squared_distance += r * r;
  return found;
}

}  // namespace

E8Point nearest_with_published_ties(const Block<Code>& x, Code unit) {
  const InCoset<Code> integers = nearest_in(x, unit, 0);
  const InCoset<Code> halves = nearest_in(x, unit, 1);
  return integers.squared_distance < halves.squared_distance ? integers.point : halves.point;
}

}  // namespace quantcheck::check::ledger
