#include <quantcheck/reference/lattice/voronoi_code.h>

#include <string>

#include <quantcheck/reference/error.h>

namespace quantcheck::reference {
namespace {

// The residues in 0 .. q-1. The operator % alone would give a negative remainder for a negative integer.
Block<Code> residues(Block<Code> integers, Code q) {
  for (Code& c : integers) c = (c % q + q) % q;
  return integers;
}

}  // namespace

void check_nesting_ratio(Code q) {
  if (q < 2 || q > max_nesting_ratio)
    throw Error("a nesting ratio of " + std::to_string(q) + "; 2 .. " + std::to_string(max_nesting_ratio) +
                " is needed");
}

Block<Code> voronoi_code(const E8Point& y, Code q) {
  check_nesting_ratio(q);
  return residues(e8_coordinates(y), q);
}

E8Point voronoi_point(const Block<Code>& code, Code q, CellRepair repair) {
  check_nesting_ratio(q);
  const E8Point y = e8_point(residues(code, q));
  return y - q * nearest_e8<Code>(y.twice, 2 * q, repair);
}

bool overloads(const E8Point& y, Code q, CellRepair repair) {
  return voronoi_point(voronoi_code(y, q), q, repair) != y;
}

}  // namespace quantcheck::reference
