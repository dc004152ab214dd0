#include <quantcheck/reference/lattice/voronoi_code.h>

#include <string>

#include <quantcheck/reference/error.h>

namespace quantcheck::reference {

void check_nesting_ratio(Code q) {
  if (q < 2 || q > max_nesting_ratio)
    throw Error("a nesting ratio of " + std::to_string(q) + "; 2 .. " + std::to_string(max_nesting_ratio) +
                " is needed");
}

Block<Code> voronoi_code(const E8Point& y, Code q) {
  check_nesting_ratio(q);
  Block<Code> code = e8_coordinates(y);
  for (Code& c : code) c = (c % q + q) % q;
  return code;
}

E8Point voronoi_point(const Block<Code>& code, Code q, CellRepair repair) {
  check_nesting_ratio(q);
  Block<Code> residues = code;
  for (Code& c : residues) c = (c % q + q) % q;
  const E8Point y = e8_point(residues);
  return y - q * nearest_e8<Code>(y.twice, 2 * q, repair);
}

bool overloads(const E8Point& y, Code q, CellRepair repair) {
  return voronoi_point(voronoi_code(y, q), q, repair) != y;
}

}  // namespace quantcheck::reference
