// The certified judge says the same whatever runs: on every target, with any number of threads, and however
// rows fall into chunks.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <variant>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/target.h>
#include <quantcheck/proofs_check/certified/certified_sides.h>
#include <quantcheck/proofs_check/exact/row_chunks.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/tests/proofs_check/certified/known_shapes.h>
#include <quantcheck/tests/support/layers.h>

namespace {

int processors = 0;  // that the tests pretend to have; 0: as many as there are

}  // namespace

// The C library's function, which std::thread::hardware_concurrency asks.
extern "C" int get_nprocs() noexcept {
  return processors > 0 ? processors : static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN));
}

namespace quantcheck::test {
namespace {

using check::Case;
using check::Judgement;

// Sets the target and the number of processors for as long as it lives.
class Running {
 public:
  Running(optimized::Target target, int threads) {
    const char* named = std::getenv(variable);
    if (named != nullptr) before_ = named;
    setenv(variable, std::string(name_of(target)).c_str(), 1);
    processors = threads;
  }
  ~Running() {
    processors = 0;
    if (before_)
      setenv(variable, before_->c_str(), 1);
    else
      unsetenv(variable);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  static constexpr const char* variable = "QUANTCHECK_TARGET";
  std::optional<std::string> before_;
};

// What the judge says of a case, to the last bit: its report, and all decisions.
struct Said {
  std::string report;
  reference::Matrix<check::Verdict> decisions;
  std::optional<check::Interval> loss, bound, ratio;

  explicit Said(const Case& c) {
    const Judgement judgement = check::judge(c, check::as_declared(c));
    report = check::text_report({c, judgement, {}});
    decisions = judgement.decisions;
    loss = judgement.loss;
    bound = judgement.bound;
    ratio = judgement.ratio;
  }
};

void expect_same(const Said& a, const Said& b) {
  EXPECT_EQ(a.report, b.report);
  EXPECT_TRUE((a.decisions.array() == b.decisions.array()).all());
  EXPECT_EQ(a.loss, b.loss);
  EXPECT_EQ(a.bound, b.bound);
  EXPECT_EQ(a.ratio, b.ratio);
}

void expect_same_whatever_runs(const Case& c) {
  const Said expected(c);
  for (const optimized::Target target : optimized::available_targets())
    for (const int threads : {1, 2, 7}) {
      SCOPED_TRACE(std::string(name_of(target)) + ", threads " + std::to_string(threads));
      const Running running(target, threads);
      if (optimized::thread_count(0) != threads)
        GTEST_SKIP() << "the number of processors cannot be set here";
      expect_same(Said(c), expected);
    }
}

TEST(SameVerdict, OnDecisionsNextToBoundaries) {
  expect_same_whatever_runs(
      known_layer({.in = 384, .distances = both_sides(all_exponents), .random_order = true, .digits = 16}, 5)
          .c);
}

TEST(SameVerdict, OnCodesThatFloatsGave) {
  const FloatLayer layer = random_layer({.out = 8, .in = 96, .condition = 1e5, .act_order = true}, 9);
  for (const Fault fault : {Fault::none, Fault::clipped_error_dropped})
    expect_same_whatever_runs(case_of(layer, quantize(layer, 16, fault, {5, 20})));
}

// The layer with so many rows that they are certified in two chunks. They repeat those of the layer.
Case with_many_rows(const Case& few) {
  Case many = few;
  many.layer.out = check::rows_together(few.layer.in) + 25;
  many.layer.weight.edit().clear();
  many.grid.scale.clear();
  many.grid.zero.clear();
  many.codes.edit().resize(many.layer.out, few.layer.in);
  for (Index row = 0; row < many.layer.out; ++row) {
    const Index same = row % few.layer.out;
    const auto append = [&](auto& to, const auto& from, Index width) {
      to.insert(to.end(), from.begin() + same * width, from.begin() + (same + 1) * width);
    };
    append(many.layer.weight.edit(), few.layer.weight.values(), few.layer.in);
    append(many.grid.scale, few.grid.scale, few.grid.groups);
    append(many.grid.zero, few.grid.zero, few.grid.groups);
    many.codes.edit().row(row) = few.codes.matrix().row(same);
  }
  return many;
}

TEST(SameVerdict, InAnyChunkOfRows) {
  const Case few =
      known_layer({.in = 32, .out = 37, .distances = both_sides(all_exponents), .digits = 16}, 5).c;
  const Case many = with_many_rows(few);
  const Judgement expected = check::judge(few, check::as_declared(few));
  const Judgement judgement = check::judge(many, check::as_declared(many));
  ASSERT_GT(expected.wrong, 0);
  EXPECT_EQ(judgement.first_wrong->row, expected.first_wrong->row);
  EXPECT_EQ(judgement.first_wrong->step, expected.first_wrong->step);
  for (Index row = 0; row < many.layer.out; ++row)
    ASSERT_TRUE(
        (judgement.decisions.row(row).array() == expected.decisions.row(row % few.layer.out).array()).all())
        << row;
}

// Double cannot hold the last row, and it alone stays open.
TEST(SameVerdict, ARowIsOpenInAnyChunk) {
  Case c = with_many_rows(known_layer({.in = 32, .out = 37, .distances = {{20, false}}}, 5).c);
  const Index last = c.layer.out - 1;
  for (Index j = 0; j < c.layer.in; ++j) {
    double& weight = c.layer.weight.edit()[last * c.layer.in + j];
    weight = std::ldexp(weight, 460);
  }
  for (Index k = 0; k < c.grid.groups; ++k) {
    double& scale = c.grid.scale[last * c.grid.groups + k];
    scale = std::ldexp(scale, 460);
  }
  const auto factor = std::get<check::CertifiedFactor>(check::certified_factor(c, check::as_declared(c)));
  check::Budget budget(100.0);
  const check::CertifiedSides sides = check::certified_sides(c, check::as_declared(c), factor, {}, budget);
  EXPECT_FALSE(sides.open.empty());
  for (const check::DecisionPlace& place : sides.open) EXPECT_EQ(place.row, last);
}

}  // namespace
}  // namespace quantcheck::test
