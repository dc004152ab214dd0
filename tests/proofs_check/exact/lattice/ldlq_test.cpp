// LDLQ with lattice blocks: a float32 implementation of the tests' own, judged.
#include <quantcheck/proofs_check/exact/lattice/ldlq.h>

#include <gtest/gtest.h>
#include <Eigen/Eigenvalues>

#include <quantcheck/proofs_check/diagnose/lattice/cause.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/ldlq.h>
#include <quantcheck/tests/support/float_nestquant.h>
#include <quantcheck/tests/support/refusal.h>

namespace quantcheck::test {
namespace {

using check::LatticeCase;
using reference::Rational;

const NestedShape small{.rows = 12, .cols = 40, .q = 14, .first = false};

TEST(Ldlq, TheSoundQuantizerConforms) {
  for (const BlockOrder order : {BlockOrder::first, BlockOrder::last}) {
    for (const bool first : {false, true}) {
      for (const double damping : {0.3, 0.01, 1e-4}) {
        NestedShape shape = small;
        shape.first = first;
        const check::LatticeJudgement j = check::judge(ldlq_case(shape, order, 3, LdlqFault::none, damping));
        EXPECT_EQ(j.verdict, check::RunVerdict::conforms)
            << j.wrong << " wrong, " << j.undecided << " undecided, " << damping;
      }
    }
  }
}

TEST(Ldlq, TheRoundingOfTheFactorIsExplained) {
  NestedShape shape = small;
  shape.rows = 150;
  shape.cols = 64;
  LatticeCase c = ldlq_case(shape, BlockOrder::first, 17, LdlqFault::none, 1e-4);
  const check::LatticeJudgement j = check::judge(c);
  EXPECT_EQ(j.verdict, check::RunVerdict::conforms);
  EXPECT_GT(j.explained, 0);
  c.arithmetic = Arithmetic::fp64;  // moves less than fp32
  EXPECT_EQ(check::judge(c).verdict, check::RunVerdict::fails);
}

TEST(Ldlq, EveryFaultFails) {
  for (const BlockOrder order : {BlockOrder::first, BlockOrder::last}) {
    for (const LdlqFault fault : {LdlqFault::no_feedback, LdlqFault::other_block_order,
                                  LdlqFault::update_sign_flipped, LdlqFault::last_error_dropped}) {
      const LatticeCase c = ldlq_case(small, order, 4, fault);
      const check::LatticeJudgement j = check::judge(c);
      EXPECT_EQ(j.verdict, check::RunVerdict::fails);
      ASSERT_TRUE(j.first_wrong);
      if (fault != LdlqFault::other_block_order) {
        EXPECT_EQ(j.first_wrong->step, 1);  // the first has no errors before it
      }
      const auto cause = check::diagnose(c, j);
      const bool known = fault == LdlqFault::no_feedback || fault == LdlqFault::other_block_order;
      ASSERT_EQ(cause.has_value(), known);
      if (known) {
        EXPECT_EQ(cause->id, fault == LdlqFault::no_feedback ? "no-feedback" : "block-order");
      }
    }
  }
}

TEST(Ldlq, WithoutDecodedValuesNothingIsWrongByAGuess) {
  for (const BlockOrder order : {BlockOrder::first, BlockOrder::last}) {
    LatticeCase c = ldlq_case(small, order, 5);
    c.decoded.clear();
    const check::LatticeJudgement j = check::judge(c);
    EXPECT_EQ(j.wrong, 0);
    EXPECT_LT(j.undecided, 12);  // the exact product beta * point is no float32
  }
}

// The work for the targets of all rows, in products.
double products_for_targets(const LatticeCase& c) {
  double products = 0;
  const auto factor = std::make_shared<const check::LdlqFactor>(check::ldlq_factor(c));
  const check::RowTargets targets = check::ldlq_targets(c, factor, [&](double more) { products += more; });
  for (Index row = 0; row < c.rows; ++row) targets(row);
  return products;
}

TEST(Ldlq, WorkGrowsWithTheLengthOfTheNumbers) {
  LatticeCase c = ldlq_case(small, BlockOrder::first, 3);
  const double before = products_for_targets(c);
  for (Index row = 0; row < c.rows; ++row) c.values[row * c.cols] = 0x1p-900;
  EXPECT_GT(products_for_targets(c), 1.3 * before);
}

TEST(Ldlq, UnknownPointsTakeNoMoreWork) {
  NestedShape shape = small;
  shape.q = 2;  // most codes have several least points
  LatticeCase c = ldlq_case(shape, BlockOrder::first, 5);
  const double with_decoded = products_for_targets(c);
  c.decoded.clear();
  EXPECT_LT(products_for_targets(c), 1.1 * with_decoded);
}

TEST(Ldlq, IsUndecidedBeyondTheBudget) {
  const LatticeCase c = ldlq_case(small, BlockOrder::first, 3);
  for (const double times : {1e-9, 1e-5, 1e-4, 1e-3}) {
    const check::LatticeJudgement j = check::judge(c, {}, {.budget_times = times, .exact = true});
    EXPECT_EQ(j.verdict, check::RunVerdict::undecided) << times;
    EXPECT_EQ(j.undecided, c.rows * (c.blocks() - 1));  // the first block of a row needs no factor
    EXPECT_EQ(j.advice.substr(0, 21), "allow more: --budget ") << j.advice;
  }
  EXPECT_EQ(check::judge(c).verdict, check::RunVerdict::conforms);
}

// t_b = w_b + sum_a e_a U_ab. Here U comes from its defining equations instead of a factorization: for the
// lattice blocks before b, U_{<b,b} = S_{<b,b} S_bb^-1, where S is H minus what later blocks eliminate.
TEST(Ldlq, TargetsAreThoseOfTheSchurComplements) {
  for (const BlockOrder order : {BlockOrder::first, BlockOrder::last}) {
    NestedShape shape = small;
    shape.rows = 2;
    shape.cols = 24;
    const LatticeCase c = ldlq_case(shape, order, 6);
    const Order columns = check::column_order(c);
    const Index n = c.cols;
    reference::Matrix<Rational> s(n, n);
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < n; ++j) s(i, j) = reference::exact(c.hessian[columns[i] * n + columns[j]]);
    reference::Matrix<Rational> u = s;
    // Variables are eliminated one by one inside of a lattice block, so that S_bb^-1 is never formed.
    for (Index p = n - 1; p >= 0; --p) {
      if ((p + 1) % 8 == 0 && p > 7) {
        const Index first = p - 7;
        // The rows x of U_{<b,b} solve x S_bb = S_{<b,b}. They are found without Cramer's rule, by
        // elimination on [S_bb^T | S_{<b,b}^T].
        reference::Matrix<Rational> a(8, 8 + first);
        a.leftCols(8) = s.block(first, first, 8, 8).transpose();
        a.rightCols(first) = s.block(0, first, first, 8).transpose();
        for (Index k = 0; k < 8; ++k) {
          const Rational pivot = a(k, k);
          for (Index j = k; j < a.cols(); ++j) a(k, j) /= pivot;
          for (Index i = 0; i < 8; ++i) {
            if (i == k) continue;
            const Rational multiple = a(i, k);
            for (Index j = k; j < a.cols(); ++j) a(i, j) -= multiple * a(k, j);
          }
        }
        for (Index i = 0; i < first; ++i)
          for (Index j = 0; j < 8; ++j) u(i, first + j) = a(j, 8 + i);
      }
      for (Index i = 0; i < p; ++i)
        for (Index j = 0; j < p; ++j) s(i, j) -= s(i, p) * s(p, j) / s(p, p);
    }
    const check::RowTargets targets = check::targets_of(c);
    for (Index row = 0; row < c.rows; ++row) {
      const auto found = targets(row);
      for (Index k = 0; k < n; ++k) {
        Rational expected = reference::exact(c.values[row * n + columns[k]]);
        for (Index i = 0; i < k / 8 * 8; ++i) {
          const Index place = row * n + columns[i];
          expected += (reference::exact(c.values[place]) - reference::exact(c.decoded[place])) * u(i, k);
        }
        EXPECT_EQ(found[columns[k] / 8].exact()[columns[k] % 8], expected) << k;
      }
    }
  }
}

// The sum is the other side of the identity, computed from the reference's factor by lattice blocks.
TEST(Ldlq, TheLossIsTheSumOverTheBlocks) {
  for (const BlockOrder order : {BlockOrder::first, BlockOrder::last}) {
    NestedShape shape = small;
    shape.cols = 24;
    const LatticeCase c = ldlq_case(shape, order, 9);
    const reference::Matrix<double> stored =
        Eigen::Map<const reference::Matrix<double>>(c.hessian.data(), c.cols, c.cols);
    const reference::Matrix<Rational> hessian =
        stored.unaryExpr([](double h) { return reference::exact(h); });
    const reference::ColumnBlocks blocks = order == BlockOrder::first ? reference::first_to_last(c.cols, 8)
                                                                      : reference::last_to_first(c.cols, 8);
    const auto factor = reference::block_udu(hessian, blocks);
    const check::RowTargets targets = check::targets_of(c);
    Rational loss = 0;
    Rational by_traces = 0;
    double by_eigenvalues = 0;
    for (Index row = 0; row < c.rows; ++row) {
      reference::Matrix<Rational> residual(1, c.cols);
      const auto found = targets(row);
      for (Index k = 0; k < c.cols; ++k)
        residual(0, k) = found[k / 8].exact()[k % 8] - reference::exact(c.decoded[row * c.cols + k]);
      loss += reference::loss_from_residual(residual, factor, blocks, 0);
      for (std::size_t b = 0; b < blocks.size(); ++b) {
        const double beta = c.beta[c.beta_index[row * c.blocks() + blocks[b].begin / 8]];
        Eigen::MatrixXd pivot(8, 8);
        for (Index k = 0; k < 64; ++k) pivot(k) = reference::approximate(factor.pivot[b](k / 8, k % 8));
        by_traces += reference::exact(beta * beta) * factor.pivot[b].trace();
        by_eigenvalues += beta * beta * pivot.selfadjointView<Eigen::Lower>().eigenvalues().maxCoeff();
      }
    }
    const check::LatticeJudgement j = check::judge(c);
    EXPECT_EQ(j.verdict, check::RunVerdict::conforms);
    EXPECT_DOUBLE_EQ(j.loss->middle(), reference::approximate(loss));
    EXPECT_GE(j.bound->middle(), by_eigenvalues * (1 - 1e-12));
    EXPECT_LE(j.bound->middle(), by_eigenvalues * (1 + 1e-8));
    EXPECT_LT(j.bound->middle(), reference::approximate(by_traces));
    EXPECT_DOUBLE_EQ(j.ratio->middle(), j.loss->middle() / j.bound->middle());
    if (j.overloaded == 0) {
      EXPECT_LT(j.ratio->middle(), 1);
    }
  }
}

TEST(Ldlq, WhatCannotBeFactoredIsUndecided) {
  LatticeCase c = ldlq_case(small, BlockOrder::first, 7);
  c.hessian[0] = -1;
  const check::LatticeJudgement indefinite = check::judge(c);
  EXPECT_EQ(indefinite.verdict, check::RunVerdict::undecided);
  EXPECT_EQ(indefinite.reason.find("the hessian is not positive definite: the pivot of column 0 is -"), 0U)
      << indefinite.reason;
  NestedShape wide = small;
  wide.rows = 1;
  wide.cols = 264;
  const LatticeCase beyond_rationals = ldlq_case(wide, BlockOrder::first, 8);
  EXPECT_EQ(check::judge(beyond_rationals).verdict, check::RunVerdict::conforms);
  const check::LatticeJudgement j = check::judge(beyond_rationals, {}, {.exact = true});
  EXPECT_EQ(j.verdict, check::RunVerdict::undecided);
  EXPECT_EQ(j.undecided, 32);  // the first block needs no factor
  EXPECT_NE(j.reason.find("264 inputs"), std::string::npos);
}

}  // namespace
}  // namespace quantcheck::test
