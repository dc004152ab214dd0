// Voronoi codes: the q^8 classes of E8 / q E8, each decoded to its member of least norm.
#pragma once

#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/lattice/e8_nearest.h>

namespace quantcheck::reference {

/// The largest nesting ratio that is accepted. Beyond it integers of 64 bits would not suffice.
inline constexpr Code max_nesting_ratio = Code{1} << 20;

/// Throws Error unless 2 <= q <= max_nesting_ratio.
void check_nesting_ratio(Code q);

/// The rule by which decoding finds the point of q E8 to subtract, which is the nearest one or a cheaper
/// choice. Any rule that commutes with translations by E8 makes a code.
using CellRepair = Repair<Code>;

/// The rule of NestQuantM: the parity is repaired in the first coordinate, whatever that costs. arXiv
/// 2502.09720.
inline std::size_t first_coordinate(const Block<Code>&) { return 0; }

/// The code G^-1 y mod q of a point y, each entry in 0 .. q-1. arXiv 2502.09720, Algorithm 1. Throws Error
/// where y is not in E8, and as check_nesting_ratio does.
Block<Code> voronoi_code(const E8Point& y, Code q);

/// The point y - q Q(y / q) that a code c stands for, with y = G c, computed in integers throughout. arXiv
/// 2502.09720, Algorithm 2. c may be any integers; the point depends only on their residues. If Q takes
/// nearest points, the norm is the least of the class y + q E8 and, as no point is farther than 1 from E8, at
/// most q. Throws Error as check_nesting_ratio does.
E8Point voronoi_point(const Block<Code>& code, Code q, CellRepair repair = farthest<Code>);

/// Whether the code of y, a point of E8, decodes to another point. Throws Error as voronoi_code does.
bool overloads(const E8Point& y, Code q, CellRepair repair = farthest<Code>);

}  // namespace quantcheck::reference
