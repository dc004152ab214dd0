// Voronoi codes: the q^8 classes of E8 / q E8, each decoded to its member of least norm.
#pragma once

#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/lattice/e8_nearest.h>

namespace quantcheck::reference {

/// The largest nesting ratio that is taken; beyond it integers of 64 bits would not do.
inline constexpr Code max_nesting_ratio = Code{1} << 20;

/// Throws Error unless 2 <= q <= max_nesting_ratio.
void check_nesting_ratio(Code q);

/// How decoding finds the multiple of q E8 to subtract: the nearest one, or a cheaper choice. Any that
/// commutes with translations by E8 makes a code.
using CellRepair = Repair<Code>;

/// NestQuantM: the parity is repaired in the first coordinate, whatever that costs. arXiv 2502.09720.
inline std::size_t first_coordinate(const Block<Code>&) { return 0; }

/// G^-1 y mod q, each in 0 .. q-1. arXiv 2502.09720, Algorithm 1. Throws Error where y is not in E8.
Block<Code> voronoi_code(const E8Point& y, Code q);

/// y - q Q(y / q) for y = G c: in integers throughout. Any integers are taken for c; what is returned depends
/// on their residues alone. arXiv 2502.09720, Algorithm 2. With nearest points for Q the norm is the least of
/// the class y + q E8 and, as no point is farther than 1 from E8, at most q.
E8Point voronoi_point(const Block<Code>& code, Code q, CellRepair repair = farthest<Code>);

/// Whether the code of y, a point of E8, decodes to another point.
bool overloads(const E8Point& y, Code q, CellRepair repair = farthest<Code>);

}  // namespace quantcheck::reference
