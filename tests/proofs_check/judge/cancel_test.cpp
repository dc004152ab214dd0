// Long work that its caller asks to stop: it ends by Cancelled, whatever stage it is in, and the next one
// works.
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <stop_token>
#include <thread>

#include <quantcheck/optimized/double_factor.h>
#include <quantcheck/optimized/gram.h>
#include <quantcheck/optimized/parallel/stop.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/triangular_solves.h>
#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/diff/difference.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/tests/support/layers.h>
#include <quantcheck/tests/support/random_ldlq.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {

using namespace check;

namespace {

/// Work on a case that tells of its progress and takes a token.
using Work = std::function<void(const Progress&, std::stop_token)>;

// The names of the stages that the work reports.
std::set<std::string> stages_of(const Work& work) {
  std::set<std::string> stages;
  work([&](const char* stage, Index, Index) { stages.insert(stage); }, {});
  return stages;
}

void expect_end_in_every_stage(const Work& work) {
  const std::set<std::string> stages = stages_of(work);
  EXPECT_GE(stages.size(), 2U);
  for (const std::string& asked : stages) {
    std::stop_source source;
    std::string last;
    const Progress progress = [&](const char* stage, Index, Index) {
      last = stage;
      if (stage == asked) source.request_stop();
    };
    EXPECT_THROW(work(progress, source.get_token()), Cancelled) << asked;
    EXPECT_EQ(last, asked);
  }
  std::stop_source before;
  before.request_stop();
  EXPECT_THROW(work({}, before.get_token()), Cancelled);
  work({}, {});  // nothing is left of it
}

Case some_case(Fault fault = Fault::none, std::size_t in = 320) {
  const FloatLayer layer = random_layer({.out = 24, .in = in, .group_size = 32}, 5);
  return case_of(layer, quantize(layer, 32, fault));
}

TEST(Cancel, EndsAVerdict) {
  for (const Fault fault : {Fault::none, Fault::error_scaled}) {
    const Case c = some_case(fault);
    expect_end_in_every_stage([&](const Progress& progress, std::stop_token stop) {
      JudgeOptions options;
      options.stop = std::move(stop);
      judge(c, as_declared(c), progress, options);
    });
  }
}

TEST(Cancel, EndsAVerdictInRationals) {
  const Case c = some_case(Fault::none, 64);
  expect_end_in_every_stage([&](const Progress& progress, std::stop_token stop) {
    JudgeOptions options;
    options.exact = true;
    options.stop = std::move(stop);
    judge(c, as_declared(c), progress, options);
  });
}

TEST(Cancel, EndsAVerdictOnLatticeCodes) {
  const LatticeCase c = random_ldlq(3);
  for (const bool exact : {false, true})
    expect_end_in_every_stage([&](const Progress& progress, std::stop_token stop) {
      JudgeOptions options;
      options.exact = exact;
      options.stop = std::move(stop);
      judge(c, progress, options);
    });
}

TEST(Cancel, EndsADiagnosis) {
  const Case c = some_case(Fault::undamped_hessian);
  const Judgement judgement = judge(c, as_declared(c));
  expect_end_in_every_stage([&](const Progress& progress, std::stop_token stop) {
    diagnose(c, judgement, progress, 1, std::move(stop));
  });
}

TEST(Cancel, EndsAComparison) {
  const Case a = some_case();
  const Case b = some_case(Fault::one_code_flipped);
  expect_end_in_every_stage(
      [&](const Progress& progress, std::stop_token stop) { compare(a, b, progress, std::move(stop)); });
}

TEST(Cancel, EndsQuantizing) {
  const Layer layer = some_case().layer;
  for (const GroupScales scales : {GroupScales::fixed, GroupScales::current}) {
    QuantizeOptions options;
    options.arithmetic = Arithmetic::exact;
    options.grid.group_size = 64;
    options.grid.scales = scales;
    options.damping.relative = reference::Rational(1, 10);
    expect_end_in_every_stage([&](const Progress& progress, std::stop_token stop) {
      quantize(layer, options, {}, progress, std::move(stop));
    });
  }
}

TEST(Cancel, ScopesAreNestedAndEachCounts) {
  using optimized::StopScope;
  std::stop_source outer;
  std::stop_source inner;
  EXPECT_FALSE(optimized::is_stopped());
  const StopScope of_outer(outer.get_token());
  {
    const StopScope of_inner(inner.get_token());
    inner.request_stop();
    EXPECT_TRUE(optimized::is_stopped());
    EXPECT_THROW(optimized::team_of(1), Cancelled);
    std::jthread([] { EXPECT_FALSE(optimized::is_stopped()); }).join();
  }
  EXPECT_FALSE(optimized::is_stopped());
  outer.request_stop();
  const StopScope without_token({});
  EXPECT_TRUE(optimized::is_stopped());
}

// Runs the kernel until it was ended in the middle a few times, by a token that comes at another moment each
// time. It ends by Cancelled or with the same result.
template <class Run>
void expect_the_result_or_cancelled(const Run& run) {
  using std::chrono::steady_clock;
  const auto expected = run();
  const auto start = steady_clock::now();
  run();
  const auto whole = steady_clock::now() - start;
  for (int k = 0; k < 24; ++k) {
    std::stop_source source;
    const optimized::StopScope scope(source.get_token());
    const std::jthread later([&source, whole, k] {
      std::this_thread::sleep_for(whole * k / 24);
      source.request_stop();
    });
    try {
      EXPECT_EQ(run(), expected);
    } catch (const Cancelled&) {
      EXPECT_TRUE(optimized::is_stopped());
    }
  }
}

TEST(Cancel, KernelsEndInTheMiddle) {
  constexpr Index in = 1100;
  const SampledLayer layer = sample_layer(1, in, 3);
  const std::vector<double> hessian = as_double(layer.hessian);
  const MatrixView<const double> view{hessian.data(), in, in, in};
  std::vector<double> diagonal;
  Order order;
  for (Index j = 0; j < in; ++j) {
    diagonal.push_back(view(j, j) + 1);
    order.push_back(j);
  }
  const optimized::DoubleFactor factor = optimized::factor_in_double(view, diagonal, order, {});
  expect_the_result_or_cancelled(
      [&] { return optimized::factor_in_double(view, diagonal, order, {}).pivots; });
  expect_the_result_or_cancelled([&] { return optimized::absolute_inverse_times(factor, diagonal); });
  const std::vector<float> activations = sample_activations(1500, in, 3);
  expect_the_result_or_cancelled([&] {
    const optimized::SquareMatrix gram =
        optimized::gram(MatrixView<const float>{activations.data(), 1500, in, in});
    return std::vector<double>(gram.entries.data(), gram.entries.data() + in);
  });
}

}  // namespace
}  // namespace quantcheck::test
