// LDLQ by lattice blocks: its factor, its identity, and the quantizers inside.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/nestquant/matrix.h>
#include <quantcheck/reference/nestquant/qa_ldlq.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/gptq.h>
#include <quantcheck/reference/quantizers/ldlq.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/random_matrix.h>

namespace quantcheck::test {
namespace {

using namespace reference;

ColumnBlocks random_blocks(Dice& dice, Index n) {
  const Index size = dice.pick<Index>({1, 2, 3, 8});
  return dice.chance(50) ? first_to_last(n, size) : last_to_first(n, size);
}

// The order of the columns when the blocks of columns are laid out as they are processed: the k-th is column
// order[k].
Order columns_of(const ColumnBlocks& blocks) {
  Order order;
  for (const ColumnBlock& block : blocks)
    for (Index j = block.begin; j < block.end; ++j) order.push_back(j);
  return order;
}

TEST(ColumnBlocks, CoversTheColumnsInEitherDirection) {
  EXPECT_EQ(columns_of(first_to_last(5, 2)), (Order{0, 1, 2, 3, 4}));
  EXPECT_EQ(columns_of(last_to_first(5, 2)), (Order{4, 2, 3, 0, 1}));
}

RC_GTEST_PROP(BlockUdu, RebuildsTheHessian, ()) {
  Dice dice(*seeds());
  const Index n = dice.between(1, 11);
  const Matrix<Rational> hessian = random_definite(dice, n);
  const ColumnBlocks blocks = random_blocks(dice, n);
  const BlockUdu<Rational> factor = block_udu(hessian, blocks);
  for (Index a = 0; a < std::ssize(blocks); ++a) {
    for (Index c = 0; c < std::ssize(blocks); ++c) {
      Matrix<Rational> sum = Matrix<Rational>::Constant(blocks[a].size(), blocks[c].size(), Rational(0));
      for (Index b = std::max(a, c); b < std::ssize(blocks); ++b) {
        const auto upper = [&](Index row) {
          const Index size = blocks[b].size();
          return row == b ? Matrix<Rational>(Matrix<Rational>::Identity(size, size)) : factor.upper[b][row];
        };
        sum += upper(a) * factor.pivot[b] * upper(c).transpose();
      }
      RC_ASSERT(sum == block_of(hessian, blocks[a], blocks[c]));
    }
  }
}

RC_GTEST_PROP(BlockUdu, PivotsOfSingleColumnsAreUdus, ()) {
  Dice dice(*seeds());
  const Index n = dice.between(1, 7);
  const Matrix<Rational> hessian = random_definite(dice, n);
  const ColumnBlocks blocks = dice.chance(50) ? first_to_last(n, 1) : last_to_first(n, 1);
  const BlockUdu<Rational> factor = block_udu(hessian, blocks);
  const Udu<Rational> expected = udu(permuted(hessian, columns_of(blocks)));
  for (Index b = 0; b < n; ++b) {
    RC_ASSERT(factor.pivot[b](0, 0) == expected.pivot(b));
    for (Index a = 0; a < b; ++a) RC_ASSERT(factor.upper[b][a](0, 0) == expected.numerator(a, b));
  }
}

TEST(BlockUdu, WhatIsNotPositiveDefiniteIsRefused) {
  const Matrix<Rational> singular{{1, 1, 0}, {1, 1, 0}, {0, 0, 1}};
  EXPECT_THROW(block_udu(singular, first_to_last(3, 2)), NotPositiveDefinite);
  EXPECT_THROW(block_udu(singular, first_to_last(3, 1)), NotPositiveDefinite);
}

// With blocks of one column and the lattice s Z, LDLQ is GPTQ without clipping.
RC_GTEST_PROP(Ldlq, OfIntegersIsGptq, ()) {
  Problem p = *problems();
  p.grid.range = {};
  const Index n = p.in();
  p.order = columns_of(last_to_first(n, 1));
  const Matrix<Rational> hessian = damped(p.hessian, p.damping);
  const ColumnBlocks blocks = last_to_first(n, 1);
  const LdlqResult<Rational> result =
      ldlq(p.weight, block_udu(hessian, blocks), blocks, [&](Index row, Index b, const auto& target) {
        return IntegerLattice<Rational>{p.grid.scale_at(row, blocks[b].begin), p.rounding}.nearest(target);
      });
  const auto decide = decide_nearest(p.grid, p.rounding);
  const Codes codes = gptq(p.weight, ldl(inverse(factored_hessian(p))), p.grid, p.order, decide);
  RC_ASSERT(nearest_plane(p.weight, udu(factored_hessian(p)), p.grid, p.order, decide) == codes);
  for (Index row = 0; row < p.out(); ++row)
    for (Index j = 0; j < n; ++j) RC_ASSERT(result.quantized(row, j) == value(p.grid, row, j, codes(row, j)));
}

struct Layer {
  Matrix<Rational> weight;
  Matrix<Rational> hessian;
  ColumnBlocks blocks;
};

Layer random_layer(Dice& dice, Index n) {
  return {random_matrix(dice, 2, n), random_definite(dice, n),
          dice.chance(50) ? first_to_last(n, 8) : last_to_first(n, 8)};
}

// The loss splits whatever is put in place of a block of columns. With E8 inside, no lattice block is farther
// from its target than beta.
RC_GTEST_PROP(Ldlq, TheLossSplitsByBlocks, ()) {
  Dice dice(*seeds());
  const auto [weight, hessian, blocks] = random_layer(dice, dice.pick<Index>({8, 13, 16}));
  const BlockUdu<Rational> factor = block_udu(hessian, blocks);
  const E8Lattice<Rational> lattice{Rational(dice.between(1, 9), 8)};
  const bool nearest = dice.chance(70);
  const LdlqResult<Rational> result =
      ldlq(weight, factor, blocks, [&](Index, Index, const Vector<Rational>& target) {
        return nearest ? lattice.nearest(target) : Vector<Rational>(random_matrix(dice, target.size(), 1));
      });
  for (Index row = 0; row < weight.rows(); ++row) {
    const Vector<Rational> error = weight.row(row) - result.quantized.row(row);
    RC_ASSERT(loss(error, hessian) == loss_from_residual(result.residual, factor, blocks, row));
    for (const ColumnBlock& block : blocks) {
      const Vector<Rational> v = result.residual.row(row).segment(block.begin, block.size());
      if (nearest && block.size() == 8) RC_ASSERT(v.dot(v) <= lattice.beta * lattice.beta);
    }
  }
}

// The loss with noise on the activations (arXiv 2502.09720), for arbitrary codes.
RC_GTEST_PROP(QaLdlq, TheLossWithNoiseIsThatOfAnotherTarget, ()) {
  Dice dice(*seeds());
  const Index n = dice.between(1, 6);
  const Matrix<Rational> weight = random_matrix(dice, 2, n);
  const Matrix<Rational> quantized = random_matrix(dice, 2, n);
  const Matrix<Rational> hessian = random_definite(dice, n);
  const Matrix<Rational> noise = random_definite(dice, n);
  const NoiseAwareTarget<Rational> target = noise_aware_target(weight, hessian, noise);

  // The expected loss is E |W x - U (x + z)|^2 with E x x^T = H, E z z^T = J and E x z^T = 0.
  const Matrix<Rational> difference = weight - quantized;
  const Rational expected = Matrix<Rational>(difference * hessian * difference.transpose()).trace() +
                            Matrix<Rational>(quantized * noise * quantized.transpose()).trace();
  Rational found = target.unavoidable;
  for (Index row = 0; row < 2; ++row)
    found += loss(Vector<Rational>(target.weight.row(row) - quantized.row(row)), target.hessian);
  RC_ASSERT(found == expected);
}

TEST(QaLdlq, NoNoiseLeavesTheWeights) {
  const Matrix<Rational> weight{{1, -2}};
  const Matrix<Rational> hessian{{2, 1}, {1, 3}};
  const Matrix<Rational> none{{0, 0}, {0, 0}};
  const NoiseAwareTarget<Rational> target = noise_aware_target(weight, hessian, none);
  EXPECT_EQ(target.weight, weight);
  EXPECT_EQ(target.unavoidable, 0);
}

}  // namespace
}  // namespace quantcheck::test
