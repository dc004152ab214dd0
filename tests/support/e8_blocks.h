// Blocks of eight floats for the lattice E8: spread out, and where its cells meet.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::test {

/// spread: normally distributed. grained: the same on a dyadic grid, where ties are common. faces, edges: in
/// the middle of two lattice points at the distance of a minimal vector, or of the points y, y + a, y + b, y
/// + a + b. holes: half of a vector of norm 4 from a lattice point, as far as it gets. nudged: those, off by
/// from 2^-10 to 2^-149. zeros: halves, integers and zeros of either sign.
enum class BlockKind { spread, grained, faces, edges, holes, nudged, zeros };

inline constexpr BlockKind all_block_kinds[] = {BlockKind::spread, BlockKind::grained, BlockKind::faces,
                                                BlockKind::edges,  BlockKind::holes,   BlockKind::nudged,
                                                BlockKind::zeros};

std::string name_of(BlockKind kind);

/// `blocks` blocks, about `size` in magnitude.
std::vector<float> e8_blocks(BlockKind kind, Index blocks, float size, std::uint64_t seed);

/// Block b of an array, exactly.
reference::Block<reference::Rational> exact_block(const std::vector<float>& values, Index b);

}  // namespace quantcheck::test
