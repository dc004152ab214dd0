// Objects that were moved from, or were changed without the library's knowledge. They are refused wherever
// they are used.
#include <gtest/gtest.h>

#include <quantcheck/optimized/gram.h>
#include <quantcheck/optimized/hadamard.h>
#include <quantcheck/optimized/ldlq.h>
#include <quantcheck/optimized/nested_product.h>
#include <quantcheck/optimized/quantize.h>
#include <quantcheck/tests/support/ldlq_layers.h>
#include <quantcheck/tests/support/refusal.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

constexpr Index in = 24;
constexpr Index out = 5;
constexpr Index far = Index{1} << 40;

class MovedObjects : public testing::Test {
 protected:
  const SampledLayer layer = sample_layer(out, in, 131);
  const std::vector<float> beta = layer_betas(14);

  Factor factor() const { return factorize(layer.hessians(), {}); }
  BlockFactor block_factor() const { return factorize_blocks(layer.hessians(), BlockOrder::first, {}); }
  NestedMatrix matrix() const {
    return NestedMatrix::pack(1, 8, {14, {1.0F}}, std::vector<std::uint8_t>(8, 3),
                              std::vector<std::uint8_t>(1), {1.0F});
  }

  void expect_refused(std::initializer_list<const char*> words, const Factor& changed) const {
    expect_refusal(words, [&] { quantize(layer.weights(), changed, GridOptions()); });
    expect_refusal(words, [&] {
      const Grid<float> grid{
          1, std::vector<float>(out, 1.0F), std::vector<Code>(out, 0), std::vector<Index>(in, 0), {}};
      quantize(layer.weights(), changed, grid, Rounding::half_even);
    });
  }
  void expect_refused(std::initializer_list<const char*> words, const BlockFactor& changed) const {
    expect_refusal(words, [&] { optimized::ldlq(layer.weights(), changed, {14, beta}, BetaChoice::opt); });
  }
  template <class Make>
  void expect_places_checked(const Make& make) const {
    using Made = decltype(make());
    for (const Index column : {Index{-1}, in, far}) {
      Made changed = make();
      changed.order[3] = column;
      expect_refused({"no permutation", "entry 3"}, changed);
      changed = make();
      changed.status.dead = {2, column};
      expect_refused({"24 inputs", "is dead"}, changed);
    }
    Made changed = make();
    changed.order[3] = changed.order[4];
    expect_refused({"no permutation", "entry 4"}, changed);
    changed = make();
    changed.order.pop_back();
    expect_refused({"empty"}, changed);
    changed = make();
    changed.status.dead_inputs = static_cast<DeadInputs>(2);
    expect_refused({"dead inputs", "2"}, changed);
    changed = make();
    changed.panels = Buffer<float>(changed.panels.size() / 2);
    expect_refused({"empty"}, changed);
    for (const Index size : {Index{0}, Index{-8}, far}) {
      changed = make();
      changed.in = size;
      expect_refused({"empty"}, changed);
    }
    changed = make();
    const Made taken = std::move(changed);
    expect_refused({"empty"}, changed);
    // All but the panels is put back.
    changed.order = taken.order;
    expect_refused({"empty"}, changed);
    Made assigned;
    assigned = make();
    changed = std::move(assigned);
    expect_refused({"empty"}, assigned);
  }
};

TEST_F(MovedObjects, ABufferIsEmpty) {
  Buffer<int> buffer(5);
  Buffer<int> taken = std::move(buffer);
  EXPECT_EQ(buffer.size(), 0);
  EXPECT_EQ(buffer.begin(), buffer.end());
  EXPECT_EQ(taken.size(), 5);
  buffer = std::move(taken);
  EXPECT_EQ(taken.size(), 0);
  EXPECT_EQ(buffer.size(), 5);
}

TEST_F(MovedObjects, AFactorIsRefused) {
  expect_places_checked([this] { return factor(); });
  Factor changed = factor();
  changed.method = static_cast<Method>(7);
  expect_refused({"method", "7"}, changed);
}

TEST_F(MovedObjects, ABlockFactorIsRefused) {
  expect_places_checked([this] { return block_factor(); });
  BlockFactor changed = block_factor();
  changed.block_order = static_cast<BlockOrder>(-1);
  expect_refused({"block order", "-1"}, changed);
  changed = block_factor();
  changed.block_order = BlockOrder::last;
  expect_refused({"order of its blocks"}, changed);
}

TEST_F(MovedObjects, ANestedMatrixIsEmptyAndRefused) {
  NestedMatrix moved = matrix();
  const NestedMatrix taken = std::move(moved);
  EXPECT_EQ(moved.rows(), 0);
  EXPECT_EQ(moved.cols(), 0);
  EXPECT_EQ(moved.blocks(), 0);
  EXPECT_TRUE(moved.bytes().codes.empty());
  EXPECT_TRUE(moved.bytes().indices.empty());
  expect_refusal({"no code", "row 0, column 0"}, [&] { static_cast<void>(moved.code(0, 0)); });
  expect_refusal({"no index", "row 0, block 0"}, [&] { static_cast<void>(moved.index(0, 0)); });
  float y = 0;
  expect_refusal({"moved away"}, [&] { multiply(moved, moved, {&y, 1, 1, 1}); });
  expect_refusal({"moved away"}, [&] { multiply(taken, moved, {&y, 1, 1, 1}); });
  expect_refusal({"moved away"}, [&] { multiply(moved, taken, {&y, 1, 1, 1}); });
  EXPECT_NO_THROW(multiply(taken, taken, {&y, 1, 1, 1}));
  moved = matrix();
  EXPECT_EQ(moved.code(0, 7), 3);
  for (const Index place : {Index{-1}, Index{8}, far}) {
    expect_refusal({"no code"}, [&] { static_cast<void>(moved.code(0, place)); });
    expect_refusal({"no code"}, [&] { static_cast<void>(moved.code(place, 0)); });
    expect_refusal({"no index"}, [&] { static_cast<void>(moved.index(0, place)); });
    expect_refusal({"no index"}, [&] { static_cast<void>(moved.index(place, 0)); });
  }
}

TEST_F(MovedObjects, ASquareMatrixIsRefused) {
  SquareMatrix moved = gram(layer.weights());
  const SquareMatrix taken = std::move(moved);
  expect_refusal({"not square, or empty"}, [&] { factorize(moved.view(), {}); });
  EXPECT_NO_THROW(factorize(taken.view(), {}));
}

TEST_F(MovedObjects, AGridIsRefused) {
  Grid<float> moved = quantize(layer.weights(), factor(), GridOptions()).grid;
  const Grid<float> taken = std::move(moved);
  const auto on = [this](const Grid<float>& grid) {
    return [this, &grid] { quantize(layer.weights(), factor(), grid, Rounding::half_even); };
  };
  expect_refusal({"the grid's shape"}, on(moved));
  EXPECT_NO_THROW(on(taken)());
  for (const Index group : {Index{-1}, Index{1}, far}) {
    Grid<float> changed = taken;
    changed.group_index[7] = group;
    expect_refusal({"column 7 is in group"}, on(changed));
  }
  for (const Index groups : {Index{-1}, Index{0}, Index{2}, far}) {
    Grid<float> changed = taken;
    changed.groups = groups;
    expect_refusal({"the grid's shape"}, on(changed));
  }
}

TEST_F(MovedObjects, CodesThatAreMovedAwayAreRefused) {
  ScaledCodes<float> scheme{14, {1.0F}};
  const ScaledCodes<float> taken = std::move(scheme);
  const std::vector<std::uint8_t> code(8), index(1);
  expect_refusal({"betas"}, [&] { NestedMatrix::pack(1, 8, scheme, code, index, {1.0F}); });
  expect_refusal({"betas"}, [&] { NestedMatrix::from_bytes(1, 8, scheme, code, index, {1.0F}); });
  NestedLayer layer_of_codes = ldlq(layer, BlockOrder::first, 14, BetaChoice::opt);
  const NestedLayer kept = std::move(layer_of_codes);
  EXPECT_EQ(layer_of_codes.code.size(), 0);
  EXPECT_EQ(layer_of_codes.beta_index.size(), 0);
}

// Such a value may come from another language, or from memory that was overwritten.
TEST_F(MovedObjects, ChoicesThatThereAreNotAreRefused) {
  const auto factored = [this](auto FactorOptions::*member, int value) {
    return [this, member, value] {
      FactorOptions options;
      options.*member = static_cast<std::remove_reference_t<decltype(options.*member)>>(value);
      factorize(layer.hessians(), options);
    };
  };
  const auto swept = [this](auto member, int value) {
    return [this, member, value] {
      GridOptions options;
      options.*member = static_cast<std::remove_reference_t<decltype(options.*member)>>(value);
      quantize(layer.weights(), factor(), options);
    };
  };
  for (const int none : {-1, 4, 99}) {
    expect_refusal({"method"}, factored(&FactorOptions::method, none));
    expect_refusal({"order"}, factored(&FactorOptions::order, none));
    expect_refusal({"dead inputs"}, factored(&FactorOptions::dead_inputs, none));
    expect_refusal({"fit"}, swept(&GridOptions::fit, none));
    expect_refusal({"scales"}, swept(&GridOptions::scales, none));
    expect_refusal({"rounding"}, swept(&GridOptions::rounding, none));
    expect_refusal({"block order"},
                   [&] { factorize_blocks(layer.hessians(), static_cast<BlockOrder>(none), {}); });
    const BetaChoice choice = static_cast<BetaChoice>(none);
    expect_refusal({"choice of beta"}, [&] { ldlq(layer, BlockOrder::first, 14, choice); });
    std::vector<std::uint8_t> code(8), index(1), overload(1);
    expect_refusal({"choice of beta"}, [&] {
      nested_encode(std::vector<float>(8), {14, beta}, choice, {code, index, overload});
    });
    const Execution execution{static_cast<Target>(none), 1};
    expect_refusal({"target"}, [&] { factorize(layer.hessians(), {}, execution); });
    expect_refusal({"target"}, [&] {
      float x = 1;
      rotate_rows({&x, 1, 1, 1}, {&x, 1, 1, 1}, execution);
    });
  }
}

// No memory is as long as these sizes say.
TEST_F(MovedObjects, ViewsWhoseSizesOverflowAreRefused) {
  float x = 1;
  const MatrixView<const float> tall{&x, far, 1, far};
  const MatrixView<const float> nowhere{nullptr, 3, in, in};
  for (const MatrixView<const float>& view : {tall, nowhere}) {
    expect_refusal({"not there"}, [&] { gram(view); });
    expect_refusal({"not there"}, [&] { rotate_rows(view, {&x, 1, 1, 1}); });
    expect_refusal({""}, [&] { quantize(view, factor(), GridOptions()); });
    expect_refusal({""}, [&] { factorize(view, {}); });
  }
  const NestedMatrix one = matrix();
  expect_refusal({"no room"}, [&] { multiply(one, one, {&x, 1, 1, PTRDIFF_MAX}); });
  expect_refusal({"not square"}, [&] { factorize(MatrixView<const float>{&x, 1, 1, PTRDIFF_MAX}, {}); });
}

}  // namespace
}  // namespace quantcheck::test
