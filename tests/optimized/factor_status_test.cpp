// The status of a factor: it says what was done to the Hessian, and that is what was done.
#include <gtest/gtest.h>

#include <cmath>

#include <quantcheck/optimized/factor.h>
#include <quantcheck/tests/support/refusal.h>
#include <quantcheck/tests/support/same_bits.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

Factor factor_of(const std::vector<double>& hessian, Index in, const FactorOptions& options) {
  return factorize(MatrixView<const double>{hessian.data(), in, in, in}, options);
}

FactorOptions damped_by(double relative, double absolute, DeadInputs dead = DeadInputs::keep) {
  FactorOptions options;
  options.damping = {relative, absolute};
  options.dead_inputs = dead;
  return options;
}

TEST(FactorStatus, DampingIsTheMeanDiagonalsShareAndWhatIsAdded) {
  const std::vector<double> hessian{2, 0, 0, 4};
  EXPECT_EQ(factor_of(hessian, 2, damped_by(0, 0)).status.damping, 0);
  EXPECT_EQ(factor_of(hessian, 2, damped_by(0, 0.25)).status.damping, 0.25);
  EXPECT_EQ(factor_of(hessian, 2, damped_by(0.5, 0)).status.damping, 1.5);
  EXPECT_EQ(factor_of(hessian, 2, damped_by(0.5, 0.25)).status.damping, 1.75);
  EXPECT_EQ(factor_of(hessian, 2, damped_by(0.5, 0.25)).pivots, (std::vector<double>{3.75, 5.75}));

  const SampledLayer layer = sample_layer(1, 100, 81);
  long double mean = 0;
  for (Index j = 0; j < 100; ++j) mean += static_cast<long double>(layer.hessian[j * 101]) / 100;
  const Factor factor = factorize(layer.hessians(), damped_by(0.03, 0.001));
  EXPECT_NEAR(factor.status.damping, static_cast<double>(0.03L * mean + 0.001L), 1e-15);
}

TEST(FactorStatus, DeadInputsAreNamedAndTreatedAsAsked) {
  const std::vector<double> hessian{0, 0, 0, 0, 6, 0, 0, 0, -0.0};
  const Factor kept = factor_of(hessian, 3, damped_by(0.5, 0));
  EXPECT_EQ(kept.status.dead, (std::vector<Index>{0, 2}));
  EXPECT_EQ(kept.status.dead_inputs, DeadInputs::keep);
  EXPECT_EQ(kept.status.damping, 1);
  EXPECT_EQ(kept.pivots, (std::vector<double>{1, 7, 1}));

  // The diagonal entry is 1 before the damping is computed.
  const Factor zeroed = factor_of(hessian, 3, damped_by(0.75, 0, DeadInputs::zero));
  EXPECT_EQ(zeroed.status.dead, (std::vector<Index>{0, 2}));
  EXPECT_EQ(zeroed.status.dead_inputs, DeadInputs::zero);
  EXPECT_EQ(zeroed.status.damping, 2);
  EXPECT_EQ(zeroed.pivots, (std::vector<double>{3, 8, 3}));
}

TEST(FactorStatus, ADeadInputNeedsDampingOrToBeZeroed) {
  const std::vector<double> hessian{1, 0, 0, 0};
  EXPECT_NE(refusal([&] { factor_of(hessian, 2, damped_by(0, 0)); }), "");
  EXPECT_EQ(factor_of(hessian, 2, damped_by(0, 0, DeadInputs::zero)).pivots, (std::vector<double>{1, 1}));
}

// A matrix with eigenvalues 2.025 and -0.025 and a mean diagonal of 1.
const std::vector<double> indefinite{1, 1.025, 1.025, 1};

FactorOptions retried(int times) {
  FactorOptions options = damped_by(0, 0);
  options.retry = {times, 0.01};
  return options;
}

TEST(FactorStatus, RetriesOnlyWhereAskedAndSaysSo) {
  EXPECT_NE(refusal([] { factor_of(indefinite, 2, retried(0)); }), "");
  EXPECT_NE(refusal([] { factor_of(indefinite, 2, retried(2)); }), "");
  for (const int times : {3, 10}) {
    const Factor factor = factor_of(indefinite, 2, retried(times));
    EXPECT_EQ(factor.status.retries, 3);
    EXPECT_DOUBLE_EQ(factor.status.damping, 0.03);
    EXPECT_DOUBLE_EQ(factor.pivots[1], 1.03);
  }
  EXPECT_EQ(factor_of({1, 0, 0, 1}, 2, retried(10)).status.retries, 0);
}

// The result of a retry with more damping is that of a factorization with its damping from the start.
TEST(FactorStatus, ARetryIsAFactorizationWithItsDamping) {
  for (const OrderKind order : {OrderKind::natural, OrderKind::min_pivot}) {
    FactorOptions options = retried(5);
    options.order = order;
    const Factor late = factor_of(indefinite, 2, options);
    options.damping.absolute = late.status.damping;
    options.retry = {};
    Factor early = factor_of(indefinite, 2, options);
    early.status.retries = late.status.retries;
    EXPECT_EQ(difference(late, early), "");
  }
}

}  // namespace
}  // namespace quantcheck::test
