// Residuals that are bounded one group of steps after another, from what earlier errors carry to it.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <variant>

#include <quantcheck/proofs_check/certified/compensation.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/tests/support/layers.h>

namespace quantcheck::test {
namespace {

using check::CarriedErrors;
using check::CertifiedFactor;
using check::Residuals;
using check::RowSums;
using reference::exact;
using reference::Matrix;
using reference::Rational;

check::Case case_of_size(std::size_t out, std::size_t in, std::uint64_t seed) {
  const FloatLayer layer =
      random_layer({.out = out, .in = in, .group_size = 20, .condition = 1e5, .act_order = true}, seed);
  return case_of(layer, quantize(layer, 128, Fault::none));
}

CertifiedFactor factor_of(const check::Case& c, bool in_pairs) {
  auto found = in_pairs ? check::certified_factor_in_pairs(c, check::as_declared(c))
                        : check::certified_factor(c, check::as_declared(c));
  EXPECT_TRUE(std::holds_alternative<CertifiedFactor>(found));
  return std::get<CertifiedFactor>(std::move(found));
}

/// Rows of a case, one group of steps after another.
struct Groups {
  const check::Case& c;
  const CertifiedFactor& factor;
  std::vector<Index> rows;
  std::vector<RowSums> sums;
  check::ErrorCarrier carrier;

  Groups(const check::Case& case_, const CertifiedFactor& factor_)
      : c(case_),
        factor(factor_),
        rows(static_cast<std::size_t>(case_.layer.out)),
        sums(static_cast<std::size_t>(case_.layer.out)),
        carrier(case_, factor_) {
    std::iota(rows.begin(), rows.end(), Index{0});
  }

  Residuals residuals(const CarriedErrors& carried) {
    const Order& order = factor.factor.order;
    const check::RowErrors errors =
        check::row_errors(c, c.grid, {order.begin() + carried.begin, order.begin() + carried.end},
                          factor.hessian.scaling, rows);
    Residuals result = bounded_residuals_of_group(
        factor, carried, group_upper(factor, carried.begin, carried.end), errors.error, rows, sums);
    sums = result.sums;
    return result;
  }
};

TEST(GroupResiduals, AreThoseOfWholeRows) {
  const check::Case c = case_of_size(21, 300, 3);
  const CertifiedFactor factor = factor_of(c, false);
  Groups groups(c, factor);
  const check::Hypothesis hypothesis = check::as_declared(c);
  const Residuals whole =
      bounded_residuals(factor, hypothesis,
                        check::row_errors(c, c.grid, hypothesis.order, factor.hessian.scaling, groups.rows));
  Index begin = 0;
  for (const Index end : {1, 100, 107, 256, 300}) {
    const CarriedErrors carried = groups.carrier.to_group(begin, end);
    EXPECT_TRUE(carried.usable);
    const Residuals part = groups.residuals(carried);
    for (Index r = 0; r < 21; ++r)
      for (Index k = begin; k < end; ++k) {
        EXPECT_NEAR(part.value(r, k - begin), whole.value(r, k), 0.1 * whole.error(r, k));
        EXPECT_NEAR(part.error(r, k - begin), whole.error(r, k), 0.1 * whole.error(r, k));
      }
    begin = end;
  }
  for (Index r = 0; r < 21; ++r) {
    EXPECT_EQ(groups.sums[r].errors, whole.sums[r].errors);
    EXPECT_NEAR(groups.sums[r].weighted, whole.sums[r].weighted, 1e-9 * whole.sums[r].weighted);
    EXPECT_NEAR(groups.sums[r].squares, whole.sums[r].squares, 1e-9 * whole.sums[r].squares);
    EXPECT_GT(groups.sums[r].weighted, 0);
  }
}

/// Compensations of a group, and the exact ones, in the scaling of the factor.
class ExactGroups {
 public:
  ExactGroups(const check::Case& c, const CertifiedFactor& factor)
      : c_(c), factor_(factor), upper_(exact_upper(c)) {}

  Rational unit(Index k) const { return exact(factor_.hessian.scaling[factor_.factor.order[k]]); }
  Rational error(Index row, Index k) const {
    return check::exact_error(c_, c_.grid, row, factor_.factor.order[k]) / unit(k);
  }
  // U in the scaling of the factor.
  Rational upper(Index i, Index j) const { return upper_(i, j) * unit(i) / unit(j); }

  // The entries of e_B U_BG, e_B being the errors before `begin`.
  std::vector<Rational> carried(Index row, Index begin, Index end) const {
    std::vector<Rational> result(static_cast<std::size_t>(end - begin));
    for (Index j = begin; j < end; ++j)
      for (Index i = 0; i < begin; ++i) result[j - begin] += error(row, i) * upper(i, j);
    return result;
  }

 private:
  static Matrix<Rational> exact_upper(const check::Case& c) {
    const check::Hypothesis hypothesis = check::as_declared(c);
    return reference::unit_upper(check::exact_factor(check::exact_layer(c, hypothesis), hypothesis));
  }

  const check::Case& c_;
  const CertifiedFactor& factor_;
  Matrix<Rational> upper_;
};

double distance(double computed, const Rational& expected) {
  return reference::approximate(abs(exact(computed) - expected));
}

// By a factor in double, and by one in pairs, whose bounds are far less.
TEST(GroupResiduals, HoldTheExactOnes) {
  const check::Case c = case_of_size(5, 60, 5);
  double largest[2] = {};
  for (const bool in_pairs : {false, true}) {
    const CertifiedFactor factor = factor_of(c, in_pairs);
    Groups groups(c, factor);
    const ExactGroups exactly(c, factor);
    Index begin = 0;
    for (const Index end : {19, 40, 60}) {
      const CarriedErrors carried = groups.carrier.to_group(begin, end);
      const check::FactorGroup group(factor, begin, end);
      const check::Compensations changes = compensations(factor, group, carried, groups.rows, groups.sums);
      const Residuals residuals = groups.residuals(carried);
      for (Index row = 0; row < 5; ++row) {
        const std::vector<Rational> from_before = exactly.carried(row, begin, end);
        std::vector<Rational> change = from_before;
        for (Index j = begin; j < end; ++j) {
          Rational residual = from_before[j - begin] + exactly.error(row, j);
          for (Index i = begin; i < j; ++i) {
            residual += exactly.error(row, i) * exactly.upper(i, j);
            change[j - begin] -= change[i - begin] * exactly.upper(i, j);
          }
          EXPECT_LE(distance(residuals.value(row, j - begin), residual), residuals.error(row, j - begin));
          EXPECT_LE(distance(changes.value(row, j - begin), change[j - begin]),
                    changes.error(row, j - begin));
          largest[in_pairs ? 1 : 0] = std::max(largest[in_pairs ? 1 : 0], changes.error(row, j - begin));
        }
      }
      begin = end;
    }
  }
  EXPECT_LT(largest[1], largest[0] / 8);
  EXPECT_GT(largest[1], 0);
}

// The errors of the steps before are all large, and of the same sign as U, so that they are what rounds.
TEST(GroupResiduals, CountWhatIsCarried) {
  check::Case c = case_of_size(1, 60, 7);
  const CertifiedFactor factor = factor_of(c, true);
  const ExactGroups exactly(c, factor);
  for (Index k = 0; k < 60; ++k)
    c.layer.weight.edit()[factor.factor.order[k]] = k < 40 ? 1e6 / static_cast<double>(k + 3) : 0.0;
  Groups groups(c, factor);
  groups.residuals(groups.carrier.to_group(0, 40));
  const CarriedErrors carried = groups.carrier.to_group(40, 60);
  const Residuals residuals = groups.residuals(carried);
  double off = 0;
  for (Index j = 40; j < 60; ++j) {
    Rational residual = exactly.carried(0, 40, 60)[j - 40] + exactly.error(0, j);
    for (Index i = 40; i < j; ++i) residual += exactly.error(0, i) * exactly.upper(i, j);
    off = std::max(off, distance(residuals.value(0, j - 40), residual));
    EXPECT_LE(distance(residuals.value(0, j - 40), residual), residuals.error(0, j - 40));
  }
  EXPECT_GT(off, 0);
}

TEST(GroupResiduals, SayWhichErrorsAreNotUsable) {
  check::Case c = case_of_size(3, 60, 9);
  const CertifiedFactor factor = factor_of(c, false);
  c.grid.scale[0] = 0x1p-500;
  check::ErrorCarrier carrier(c, factor);
  EXPECT_TRUE(carrier.to_group(0, 20).usable);
  EXPECT_FALSE(carrier.to_group(59, 60).usable);
}

}  // namespace
}  // namespace quantcheck::test
