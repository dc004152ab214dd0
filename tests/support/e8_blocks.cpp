#include <quantcheck/tests/support/e8_blocks.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/problems/dice.h>

namespace quantcheck::test {
namespace {

using check::Dice;
using reference::Block;
using reference::E8Point;

// A nearly normal value: the sum of twelve uniform ones. It is exactly representable, and so the same on
// every machine.
float normal(Dice& dice) {
  Index sum = 0;
  for (int k = 0; k < 12; ++k) sum += dice.below(1 << 16);
  return static_cast<float>(sum - 6 * (1 << 16)) * 0x1p-16F;
}

E8Point minimal_vector(Dice& dice) {
  const std::vector<E8Point>& vectors = reference::e8_minimal_vectors();
  return vectors[static_cast<std::size_t>(dice.below(static_cast<Index>(vectors.size())))];
}

E8Point lattice_point(Dice& dice, float size) {
  Block<Code> coordinates;
  for (Code& c : coordinates) c = static_cast<Code>(normal(dice) * size / 2);
  return reference::e8_point(coordinates);
}

// Four times a point where Voronoi cells meet: on a face or an edge, or a deep hole. Its coordinates are
// quarters.
Block<Code> meeting_point(Dice& dice, BlockKind kind, float size) {
  const E8Point point = lattice_point(dice, size);
  E8Point offset = minimal_vector(dice);
  if (kind != BlockKind::faces) {
    // For holes a + b has norm^2 4, for edges norm^2 2. `wanted` is 4 <a, b>.
    const Code wanted = kind == BlockKind::holes ? 0 : -4;
    E8Point other = minimal_vector(dice);
    while (four_times_inner_product(offset, other) != wanted) other = minimal_vector(dice);
    offset = offset + other;
  }
  Block<Code> result;
  for (std::size_t i = 0; i < 8; ++i) result[i] = 2 * point.twice[i] + offset.twice[i];
  return result;
}

float zero_or_half(Dice& dice) { return dice.pick({0.0F, -0.0F, 0.5F, -0.5F, 1.0F, -1.0F, 1.5F, -2.0F}); }

void fill(Dice& dice, BlockKind kind, float size, float* block) {
  if (kind == BlockKind::nudged) {
    fill(dice, dice.pick({BlockKind::faces, BlockKind::edges, BlockKind::holes, BlockKind::zeros}), size,
         block);
    for (int i = 0; i < 8; ++i)
      if (dice.chance(40))
        block[i] += std::ldexp(dice.chance(50) ? 1.0F : -1.0F, -static_cast<int>(dice.between(10, 149)));
    return;
  }
  if (kind == BlockKind::spread || kind == BlockKind::grained || kind == BlockKind::zeros) {
    const float grain = std::ldexp(1.0F, -static_cast<int>(dice.below(8)));
    for (int i = 0; i < 8; ++i) {
      const float x = normal(dice) * size;
      block[i] = kind == BlockKind::zeros     ? zero_or_half(dice)
                 : kind == BlockKind::grained ? std::nearbyint(x / grain) * grain
                                              : x * 1.0009765F;
    }
    return;
  }
  const Block<Code> quarters = meeting_point(dice, kind, size);
  for (std::size_t i = 0; i < 8; ++i) block[i] = static_cast<float>(quarters[i]) / 4;
}

}  // namespace

std::string name_of(BlockKind kind) {
  switch (kind) {
    case BlockKind::spread:
      return "spread";
    case BlockKind::grained:
      return "grained";
    case BlockKind::faces:
      return "faces";
    case BlockKind::edges:
      return "edges";
    case BlockKind::holes:
      return "holes";
    case BlockKind::nudged:
      return "nudged";
    case BlockKind::zeros:
      break;
  }
  return "zeros";
}

std::vector<float> e8_blocks(BlockKind kind, Index blocks, float size, std::uint64_t seed) {
  Dice dice(seed);
  std::vector<float> values(static_cast<std::size_t>(8 * blocks));
  for (Index b = 0; b < blocks; ++b) fill(dice, kind, size, values.data() + 8 * b);
  return values;
}

reference::Block<reference::Rational> exact_block(const std::vector<float>& values, Index b) {
  reference::Block<reference::Rational> block;
  for (Index i = 0; i < 8; ++i) block[i] = reference::exact(static_cast<double>(values[8 * b + i]));
  return block;
}

}  // namespace quantcheck::test
