// The place of the numbers in memory, the type of the Hessian and the rows that are quantized together change
// no bit of the result.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/tests/support/random_options.h>
#include <quantcheck/tests/support/same_bits.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;

constexpr Index out = 37;

/// A copy of a matrix that begins `offset` elements into an aligned buffer. The space between its rows is
/// NaN.
template <class T>
class Moved {
 public:
  Moved(const std::vector<T>& values, Index rows, Index cols, Index offset, Index gap)
      : storage_(offset + rows * (cols + gap)), view_{storage_.data() + offset, rows, cols, cols + gap} {
    std::fill(storage_.data(), storage_.data() + storage_.size(), std::numeric_limits<T>::quiet_NaN());
    for (Index row = 0; row < rows; ++row)
      std::copy_n(values.begin() + row * cols, cols, storage_.data() + offset + row * (cols + gap));
  }

  MatrixView<const T> view() const { return view_; }

 private:
  Buffer<T> storage_;
  MatrixView<const T> view_;
};

struct Options {
  FactorOptions factor;
  GridOptions grid;
};

Options options_for(Index in, std::uint64_t seed) {
  Dice dice(seed);
  return {random_factor_options(dice, in), random_grid_options(dice, in)};
}

class Layout : public testing::TestWithParam<Index> {};

TEST_P(Layout, AlignmentAndStrideDoNotMatter) {
  const Index in = GetParam();
  const SampledLayer layer = sample_layer(out, in, 5);
  for (Index offset = 0; offset < 16; ++offset) {
    const Options options = options_for(in, static_cast<std::uint64_t>(offset));
    SCOPED_TRACE(describe(options.factor) + ", " + describe(options.grid));
    const Factor factor = factorize(layer.hessians(), options.factor);
    const Quantized result = quantize(layer.weights(), factor, options.grid);
    for (const Index gap : {Index{0}, 1 + offset % 5}) {
      const Moved<float> hessian(layer.hessian, in, in, offset, gap);
      const Moved<float> weight(layer.weight, out, in, offset, gap);
      EXPECT_EQ(difference(factor, factorize(hessian.view(), options.factor)), "") << offset << ' ' << gap;
      EXPECT_EQ(difference(result, quantize(weight.view(), factor, options.grid)), "")
          << offset << ' ' << gap;
    }
  }
}

TEST_P(Layout, AHessianInDoubleIsTheSame) {
  const Index in = GetParam();
  const SampledLayer layer = sample_layer(1, in, 6, true);
  const std::vector<double> hessian = as_double(layer.hessian);
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    const FactorOptions options = options_for(in, seed).factor;
    SCOPED_TRACE(describe(options));
    const Factor factor = factorize(layer.hessians(), options);
    for (const Index offset : {0, 3}) {
      const Moved<double> moved(hessian, in, in, offset, offset);
      EXPECT_EQ(difference(factor, factorize(moved.view(), options)), "") << offset;
    }
  }
}

TEST_P(Layout, RowsAreTheSameByThemselves) {
  const Index in = GetParam();
  const SampledLayer layer = sample_layer(out, in, 7);
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    const Options options = options_for(in, seed);
    SCOPED_TRACE(describe(options.factor) + ", " + describe(options.grid));
    const Factor factor = factorize(layer.hessians(), options.factor);
    const Quantized whole = quantize(layer.weights(), factor, options.grid);
    for (const Index rows : {1, 2, 9, 16, 20})
      for (Index first = 0; first < out; first += rows) {
        const MatrixView<const float> part{layer.weight.data() + first * in, std::min(rows, out - first), in,
                                           in};
        EXPECT_EQ(difference_of_rows(whole, first, quantize(part, factor, options.grid)), "")
            << "rows from " << first << ", " << rows << " at a time";
      }
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, Layout, testing::Values(1, 7, 16, 33, 129),
                         testing::PrintToStringParamName());

TEST(LayoutOfActivations, DoesNotMatter) {
  const Index samples = 50;
  const Index in = 33;
  const std::vector<float> x = sample_activations(samples, in, 8);
  const Factor factor = factorize_activations({x.data(), samples, in, in}, {});
  for (Index offset = 0; offset < 16; ++offset) {
    const Moved<float> moved(x, samples, in, offset, offset % 3);
    EXPECT_EQ(difference(factor, factorize_activations(moved.view(), {})), "") << offset;
  }
}

}  // namespace
}  // namespace quantcheck::test
