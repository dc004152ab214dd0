// Scales that are changed after sound codes were made with them; and other faults, which are not taken for
// it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/reference/number/rational.h>
#include <quantcheck/tests/support/layers.h>

namespace quantcheck::test {
namespace {

using check::Case;
using check::Diagnosis;

// x > 0 in steps of 2^-bits of its power of two, but of no less than `least`, rounded by `round`.
template <class Round>
double in_steps(double x, int bits, double least, const Round& round) {
  const double unit = std::max(std::exp2(std::floor(std::log2(x)) - bits), least);
  return round(x / unit) * unit;
}

double power_of_two_above(double x) { return std::exp2(std::ceil(std::log2(x))); }
double power_of_two_below(double x) { return std::exp2(std::floor(std::log2(x))); }
double nearest_power_of_two(double x) { return std::exp2(std::nearbyint(std::log2(x))); }
double e4m3(double x) {
  return in_steps(x, 3, 0x1p-9, [](double y) { return std::nearbyint(y); });
}
double e4m3_with_factor(double x) {
  return static_cast<double>(static_cast<float>(e4m3(x / 3.7e-5) * 3.7e-5));
}
double bf16_cut_off(double x) {
  return in_steps(x, 7, 0x1p-133, [](double y) { return std::floor(y); });
}
double f16(double x) {
  return in_steps(x, 10, 0x1p-24, [](double y) { return std::nearbyint(y); });
}

// A sound case whose scales were changed.
Case changed(const FloatLayer& layer, const std::function<double(double)>& change) {
  Case c = case_of(layer, quantize(layer, 16, Fault::none));
  for (double& scale : c.grid.scale) scale = change(scale);
  return c;
}

Diagnosis diagnosis_of(const Case& c) { return check::diagnose(c, check::judge(c, check::as_declared(c))); }

std::string cause_of(const Case& c) {
  const Diagnosis found = diagnosis_of(c);
  return found.cause ? found.cause->id + " | " + found.cause->words : "none";
}

// Eight bits of code, whose scales have to be known better than those of four.
FloatLayer fine_layer(double condition, double factor) {
  FloatLayer layer =
      random_layer({.out = 32, .in = 128, .group_size = 64, .condition = condition, .act_order = true}, 21);
  layer.qmax = 255;
  for (float& scale : layer.scale) scale *= static_cast<float>(factor / 16);
  for (float& weight : layer.weight) weight *= static_cast<float>(factor);
  std::fill(layer.zero.begin(), layer.zero.end(), 128);
  return layer;
}

class ChangedScales : public testing::TestWithParam<double> {};

TEST_P(ChangedScales, AreNamed) {
  const FloatLayer layer = random_layer({.condition = GetParam(), .act_order = true}, 22);
  const FloatLayer wide = random_layer({.in = 128, .group_size = 64, .condition = GetParam()}, 22);
  const FloatLayer fine = fine_layer(GetParam(), 1);
  const FloatLayer small = fine_layer(GetParam(), 0x1p-8);
  const auto expect = [](const FloatLayer& made, const auto& change, const std::string& id,
                         const std::string& words) {
    const Case c = changed(made, change);
    const std::string cause = cause_of(c);
    EXPECT_TRUE(cause.starts_with("scales:changed" + id + " | ")) << id << words << ": " << cause;
    EXPECT_NE(cause.find(words), std::string::npos) << cause;
  };
  expect(layer, power_of_two_above, "-power-of-two", "the next powers of two above");
  expect(layer, power_of_two_below, "-power-of-two", "the next powers of two below");
  expect(layer, nearest_power_of_two, "-power-of-two", "the nearest powers of two");
  expect(wide, e4m3, "-e4m3", "the nearest e4m3 numbers");
  expect(fine, e4m3_with_factor, "-e4m3", "the nearest e4m3 numbers times one factor for all");
  expect(fine, bf16_cut_off, "-bf16", "the next bfloat16 numbers below");
  expect(small, f16, "-f16", "the nearest float16 numbers");
  for (const double factor : {15.0 / 16, 2.0, 0.5, 16.0})
    expect(
        layer, [=](double scale) { return scale * factor; }, "-constant", "of the stored one");
  int i = 0;
  expect(
      layer, [&](double scale) { return static_cast<float>(scale * (1 + 0.1 * (++i % 7))); }, "",
      "in no regular way");
}

TEST_P(ChangedScales, OfARuleAreThoseOfTheRule) {
  FloatLayer layer = random_layer({.condition = GetParam()}, 23);
  layer.qmin = -8;
  layer.qmax = 7;
  std::fill(layer.zero.begin(), layer.zero.end(), 0);
  for (std::size_t place = 0; place < layer.scale.size(); ++place) {
    float largest = 0;
    for (std::size_t i = 0; i < layer.group_size; ++i)
      largest = std::max(largest, std::fabs(layer.weight[place * layer.group_size + i]));
    layer.scale[place] = largest / 7.5F;
  }
  const std::string up = cause_of(changed(layer, power_of_two_above));
  EXPECT_NE(up.find("absmax / 7.5 of the original weights gives, of which the stored ones are the "
                    "next powers of two above"),
            std::string::npos)
      << up;
  const std::string cut = cause_of(changed(layer, bf16_cut_off));
  EXPECT_NE(cut.find("absmax / 7.5 of the original weights gives, of which the stored ones are the "
                     "next bfloat16 numbers below"),
            std::string::npos)
      << cut;
}

TEST_P(ChangedScales, AreNotSeenInOtherFaults) {
  FloatLayer layer = random_layer({.condition = GetParam(), .act_order = true}, 24);
  const std::vector<float> scale = layer.scale;
  // Scales that are numbers of a coarse format from the start may not be taken for rounded ones either.
  for (const auto& coarse : {+[](double x) { return x; }, &nearest_power_of_two, &bf16_cut_off}) {
    std::transform(scale.begin(), scale.end(), layer.scale.begin(),
                   [&](float x) { return static_cast<float>(coarse(static_cast<double>(x))); });
    EXPECT_EQ(cause_of(case_of(layer, quantize(layer, 16, Fault::none))), "none");
    for (const auto& [fault, name] : fault_names) {
      const std::string cause = cause_of(case_of(layer, quantize(layer, 16, fault, {5, 40})));
      EXPECT_FALSE(cause.starts_with("scales:changed")) << name << ": " << cause;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Conditions, ChangedScales, testing::Values(1e1, 1e2, 1e3, 1e4, 1e5));

}  // namespace
}  // namespace quantcheck::test
