// The factor is that of a plain loop, to the last bit. Where its sums are cut into pieces and which of its
// operations are fused is a promise (docs/optimized.md).
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <numeric>

#include <quantcheck/optimized/factor.h>
#include <quantcheck/tests/support/plain_factor.h>
#include <quantcheck/tests/support/sampled_layer.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

constexpr Damping<double> damping{0.01, 0.003};

template <class T>
bool same(T a, T b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

// The first difference in words; empty where there is none.
std::string difference(const PlainFactor& expected, const Factor& factor) {
  if (!same(expected.damping, factor.status.damping)) return "the damping";
  for (Index k = 0; k < factor.in; ++k)
    if (!same(expected.pivots[k], factor.pivots[k])) return "pivot " + std::to_string(k);
  for (Index i = 0; i < factor.in; ++i)
    for (Index j = i + 1; j < factor.in; ++j)
      // A factor with 0 and one with -0 count as equal.
      if (expected.entries[i * factor.in + j] != panel_entry(factor.panels, i, j))
        return "entry " + std::to_string(i) + ", " + std::to_string(j);
  return "";
}

void expect_plain(const MatrixView<const float>& hessian, Method method, OrderKind order,
                  const Execution& execution = {}) {
  FactorOptions options;
  options.method = method;
  options.order = order;
  options.damping = damping;
  const Factor factor = factorize(hessian, options, execution);
  EXPECT_EQ(difference(plain_factor(hessian, factor.order, damping, method), factor), "")
      << hessian.rows << " inputs, method " << static_cast<int>(method);
}

TEST(PlainFactor, OfFullHessians) {
  for (const Index in : {1, 15, 16, 31, 100, 257, 330}) {
    if (sanitized && in > 100) continue;
    const SampledLayer layer = sample_layer(1, in, 141);
    for (const Method method : {Method::nearest_plane, Method::gptq})
      expect_plain(layer.hessians(), method, in % 2 == 0 ? OrderKind::act : OrderKind::natural);
  }
}

// A Hessian of some inputs, from the first to the last, that are correlated with each other, among others
// that are not.
std::vector<float> sparse_hessian(Index in, Index correlated) {
  const SampledLayer small = sample_layer(1, correlated, 142);
  std::vector<float> hessian(in * in);
  for (Index i = 0; i < in; ++i) hessian[i * in + i] = 1;
  const auto place = [&](Index a) { return a * (in - 1) / (correlated - 1); };
  for (Index a = 0; a < correlated; ++a)
    for (Index b = 0; b < correlated; ++b)
      hessian[place(a) * in + place(b)] = small.hessian[a * correlated + b];
  return hessian;
}

// Plain C++ would take long for these Hessians, and gives the same bits (target_identity_test.cpp).
Execution fastest() { return {available_targets().front(), 0}; }

// Blocks of columns are wider from a padded size of 1024 on, which 1009 inputs have, and wider again from
// 2048 on.
class PlainFactorOfWideHessians : public testing::TestWithParam<Index> {};

TEST_P(PlainFactorOfWideHessians, IsTheSame) {
  const Index in = GetParam();
  const std::vector<float> hessian = sparse_hessian(in, sanitized ? 60 : 180);
  expect_plain({hessian.data(), in, in, in}, Method::nearest_plane, OrderKind::natural, fastest());
}

INSTANTIATE_TEST_SUITE_P(PaddedSizes, PlainFactorOfWideHessians,
                         testing::Values(1008, 1009, 1015, 1016, 1023, 1024, 1025, 2032, 2033, 2040, 2047,
                                         2048));

TEST(PlainFactor, OfAWideHessianByItsInverse) {
  const Index in = 1013;
  const std::vector<float> hessian = sparse_hessian(in, sanitized ? 40 : 120);
  expect_plain({hessian.data(), in, in, in}, Method::gptq, OrderKind::natural, fastest());
}

// Column k is like column -k. Of two pivots that are equal except for rounding the smaller is taken first,
// and only the same operations in the same order find it.
TEST(PlainFactor, OfTheMinPivotOrder) {
  for (const Index in : {7, 64, 100, 150, 210}) {
    std::vector<float> hessian(in * in);
    for (Index i = 0; i < in; ++i)
      for (Index j = 0; j < in; ++j) {
        const double angle = 6.283185307179586 * static_cast<double>(i - j) / static_cast<double>(in);
        hessian[i * in + j] = static_cast<float>(std::exp(2 * std::cos(angle)) + (i == j ? 0.5 : 0.0));
      }
    for (Index i = 0; i < in; ++i)
      for (Index j = 0; j < i; ++j) hessian[i * in + j] = hessian[j * in + i];
    const MatrixView<const float> view{hessian.data(), in, in, in};
    FactorOptions options;
    options.order = OrderKind::min_pivot;
    options.damping = {0, 0.0625};
    EXPECT_EQ(factorize(view, options).order, plain_min_pivot_order(view, 0.0625)) << in;
  }
}

}  // namespace
}  // namespace quantcheck::test
