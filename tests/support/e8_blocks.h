// Lattice blocks of eight floats to test E8 with: spread out, and where the Voronoi cells of E8 meet.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::test {

/// The kinds of lattice blocks:
///  spread   normally distributed values
///  grained  the same, rounded to a dyadic grid, where ties are common
///  faces    the middle of two lattice points that differ by a minimal vector
///  edges    the middle of the points y, y + a, y + b, y + a + b, with minimal vectors a and b, <a, b> = -1
///  holes    a lattice point plus half of a vector of norm^2 4: as far from E8 as a point can be
///  nudged   faces, edges, holes or zeros, with some coordinates off by 2^-10 to 2^-149
///  zeros    halves, integers, and zeros of either sign
enum class BlockKind { spread, grained, faces, edges, holes, nudged, zeros };

inline constexpr BlockKind all_block_kinds[] = {BlockKind::spread, BlockKind::grained, BlockKind::faces,
                                                BlockKind::edges,  BlockKind::holes,   BlockKind::nudged,
                                                BlockKind::zeros};

std::string name_of(BlockKind kind);

/// Makes `blocks` lattice blocks of one kind, whose values are about `size` in magnitude.
std::vector<float> e8_blocks(BlockKind kind, Index blocks, float size, std::uint64_t seed);

/// Lattice block b of an array, as exact numbers.
reference::Block<reference::Rational> exact_block(const std::vector<float>& values, Index b);

}  // namespace quantcheck::test
