// Hessians, activations and options that cannot be factored. They are refused with their place.
#include <gtest/gtest.h>

#include <limits>

#include <quantcheck/optimized/factor.h>
#include <quantcheck/tests/support/refusal.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

constexpr Index in = 70;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

struct Entry {
  Index row;
  Index column;
  double value;
};

/// The factor of a sound Hessian some of whose entries are replaced.
template <class T>
Factor factor_with(std::initializer_list<Entry> entries, const FactorOptions& options = {}) {
  const std::vector<float> sound = sample_layer(1, in, 91).hessian;
  std::vector<T> hessian(sound.begin(), sound.end());
  for (const Entry& each : entries) hessian[each.row * in + each.column] = static_cast<T>(each.value);
  return factorize(MatrixView<const T>{hessian.data(), in, in, in}, options);
}

template <class T>
void expect_place(std::initializer_list<const char*> words, std::initializer_list<Entry> entries) {
  expect_refusal(words, [&] { factor_with<T>(entries); });
}

template <class T>
void refuses_what_is_not_finite() {
  for (const double odd : {nan, infinity, -infinity}) {
    expect_place<T>({"not finite", "row 66, column 3"}, {{66, 3, odd}});
    expect_place<T>({"not finite", "row 66, column 3"}, {{66, 3, odd}, {3, 66, odd}});
    expect_place<T>({"not finite", "row 3, column 66"}, {{3, 66, odd}});
    expect_place<T>({"not finite", "row 69, column 69"}, {{69, 69, odd}});
    expect_place<T>({"not finite", "row 0, column 0"}, {{0, 0, odd}});
  }
}

template <class T>
void refuses_what_is_not_symmetric() {
  expect_place<T>({"not symmetric", "row 68, column 5", "0.25", "0.5"}, {{68, 5, 0.25}, {5, 68, 0.5}});
  expect_place<T>({"not symmetric", "row 1, column 0"}, {{1, 0, 0.25}, {0, 1, -0.25}});
  const auto least = static_cast<double>(std::numeric_limits<T>::denorm_min());
  expect_place<T>({"not symmetric", "row 69, column 68"}, {{69, 68, least}, {68, 69, 0}});
}

TEST(HessianRefusals, NotFinite) {
  refuses_what_is_not_finite<float>();
  refuses_what_is_not_finite<double>();
}

TEST(HessianRefusals, NotSymmetric) {
  refuses_what_is_not_symmetric<float>();
  refuses_what_is_not_symmetric<double>();
}

TEST(HessianRefusals, ZerosOfEitherSignAreEqual) {
  const std::vector<float> h{1, 0.0F, -0.0F, 1};
  EXPECT_EQ(refusal([&] { factorize(MatrixView<const float>{h.data(), 2, 2, 2}, {}); }), "");
}

TEST(HessianRefusals, Shape) {
  const std::vector<float> h(12, 1.0F);
  const auto attempt = [&](MatrixView<const float> view) { return [view] { factorize(view, {}); }; };
  expect_refusal({"3", "4"}, attempt({h.data(), 3, 4, 4}));
  expect_refusal({"0"}, attempt({h.data(), 0, 0, 0}));
  expect_refusal({}, attempt({h.data(), 2, 2, 1}));
  expect_refusal({}, attempt({nullptr, 2, 2, 2}));
}

// Column 40 is a copy of column 7 except for a smaller diagonal entry.
TEST(HessianRefusals, NotPositiveDefinite) {
  std::vector<double> h = as_double(sample_layer(1, in, 92).hessian);
  for (Index j = 0; j < in; ++j) h[j * in + j] += 0.01;
  for (Index j = 0; j < in; ++j) h[40 * in + j] = h[7 * in + j];
  for (Index j = 0; j < in; ++j) h[j * in + 40] = h[j * in + 7];
  h[40 * in + 40] = h[7 * in + 7] - 0.001;
  FactorOptions options;
  options.damping = {0, 0};
  const MatrixView<const double> view{h.data(), in, in, in};
  // Elimination goes from the last step to the first. It finds the fault at column 7, or at column 40 where
  // that comes first in the order.
  expect_refusal({"not positive definite", "column 7 ", "step 7)"}, [&] { factorize(view, options); });
  options.order = OrderKind::given;
  for (Index k = 0; k < in; ++k) options.given_order.push_back(in - 1 - k);
  expect_refusal({"not positive definite", "column 40 ", "step 29)"}, [&] { factorize(view, options); });
  // No method and no order gives codes instead.
  for (const OrderKind order : {OrderKind::act, OrderKind::min_pivot}) {
    options.order = order;
    options.method = Method::gptq;
    expect_refusal({"not positive definite"}, [&] { factorize(view, options); });
  }
}

// The Hessian is singular, but rounding may make every pivot a little greater than 0.
TEST(HessianRefusals, SingularWithoutDamping) {
  const SampledLayer layer = sample_layer(1, in, 93);
  FactorOptions options;
  options.damping = {0, 0};
  expect_refusal({"not positive definite"}, [&] { factorize(layer.hessians(), options); });
  expect_refusal({"not positive definite"}, [&] {
    const std::vector<double> zeros(4);
    factorize(MatrixView<const double>{zeros.data(), 2, 2, 2}, options);
  });
}

// With a 1 on the diagonal the matrix might pass for a Hessian.
TEST(HessianRefusals, AZeroDiagonalBesideOtherEntries) {
  const std::vector<float> h{1, 0.25F, 0.25F, 0};
  const MatrixView<const float> view{h.data(), 2, 2, 2};
  FactorOptions options;
  options.dead_inputs = DeadInputs::zero;
  expect_refusal({"input 1", "0.25"}, [&] { factorize(view, options); });
  options.dead_inputs = DeadInputs::keep;
  expect_refusal({"not positive definite"}, [&] { factorize(view, options); });
}

TEST(HessianRefusals, ADiagonalWithoutAMean) {
  const std::vector<double> h{1e308, 0, 0, 1e308};
  expect_refusal({"diagonal"}, [&] { factorize(MatrixView<const double>{h.data(), 2, 2, 2}, {}); });
}

TEST(HessianRefusals, Options) {
  const auto attempt = [](const FactorOptions& options) {
    return [&options] { factor_with<float>({}, options); };
  };
  for (const double odd : {-0.01, nan, infinity}) {
    FactorOptions options;
    options.damping.relative = odd;
    expect_refusal({"damping"}, attempt(options));
    options.damping = {0.01, odd};
    expect_refusal({"damping"}, attempt(options));
    options.damping = {};
    options.retry = {1, odd};
    expect_refusal({"retry"}, attempt(options));
  }
  FactorOptions options;
  options.retry.times = -1;
  expect_refusal({"retry"}, attempt(options));
}

TEST(HessianRefusals, OrdersThatAreNone) {
  FactorOptions options;
  options.order = OrderKind::given;
  const auto attempt = [&] { factor_with<float>({}, options); };
  expect_refusal({"order", "0 entries", "70 inputs"}, attempt);
  for (Index k = 0; k < in; ++k) options.given_order.push_back(k);
  for (const Index wrong : {Index{3}, Index{-1}, in}) {
    options.given_order[50] = wrong;
    expect_refusal({"permutation", "entry 50"}, attempt);
  }
  options.given_order.push_back(50);
  expect_refusal({"order", "71 entries"}, attempt);
}

TEST(HessianRefusals, Activations) {
  std::vector<float> x = sample_activations(9, 5, 94);
  const auto attempt = [&](Index samples, Index inputs) {
    return [&x, samples, inputs] { factorize_activations({x.data(), samples, inputs, 5}, {}); };
  };
  EXPECT_EQ(refusal(attempt(9, 5)), "");
  expect_refusal({"0 x 5"}, attempt(0, 5));
  expect_refusal({"9 x 0"}, attempt(9, 0));
  expect_refusal({}, attempt(1, 6));
  for (const double odd : {nan, infinity, -infinity}) {
    x[7 * 5 + 2] = static_cast<float>(odd);
    expect_refusal({"not finite", "sample 7", "input 2"}, attempt(9, 5));
  }
}

TEST(HessianRefusals, Execution) {
  const std::vector<float> h{1};
  for (const int threads : {-1, 1025, std::numeric_limits<int>::min()})
    expect_refusal({"threads"}, [&] {
      factorize(MatrixView<const float>{h.data(), 1, 1, 1}, {}, {{}, threads});
    });
}

}  // namespace
}  // namespace quantcheck::test
