// The law for scales that were rounded when they were stored, tested on random layers. Codes that were made
// in another way hardly ever conform, and sound ones are never called wrong. For 1000 layers this prints the
// table in docs/verdicts.md.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <map>
#include <random>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/replay/emulated.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>

namespace quantcheck::test {
namespace {

using check::RunVerdict;
using reference::Matrix;

enum class Made { soundly, by_plain_rounding, with_halved_feedback };

struct Shape {
  int bits;
  FloatFormat format;
  Index group;
};

constexpr Index out = 16;

// A layer of 32 inputs, or of one group where groups are longer.
Index inputs(const Shape& shape) { return std::max<Index>(32, shape.group); }

int layers() {
  const char* asked = std::getenv("QUANTCHECK_LAYERS");
  return asked != nullptr ? std::atoi(asked) : 6;
}

// A Hessian of correlated inputs, so that feedback matters. Its entries have few digits, so that exact
// arithmetic is quick.
Matrix<double> draw_hessian(Index in, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  Matrix<double> x(2 * in, in);
  for (Index i = 0; i < x.rows(); ++i)
    for (Index j = 0; j < in; ++j) x(i, j) = normal(random) + (j > 0 ? 0.8 * x(i, j - 1) : 0.0);
  Matrix<double> hessian = x.transpose() * x / static_cast<double>(2 * in);
  for (Index i = 0; i < in; ++i)
    for (Index j = 0; j <= i; ++j)
      hessian(i, j) = hessian(j, i) = std::nearbyint(hessian(i, j) * 4096) / 4096;
  return hessian;
}

check::Case draw_case(const Shape& shape, Made made, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  const Index in = inputs(shape);
  check::Case c;
  c.name = "drawn";
  c.layer.out = out;
  c.layer.in = in;
  for (Index k = 0; k < out * in; ++k)
    c.layer.weight.edit().push_back(static_cast<double>(static_cast<float>(normal(random))));
  const Matrix<double> hessian = draw_hessian(in, random);
  for (Index k = 0; k < in * in; ++k) c.layer.hessian.edit().push_back(hessian(k / in, k % in));
  c.declared.damping = reference::Rational(1, 64);
  c.declared.order = reference::natural_order(in);
  c.declared.dead.assign(in, false);
  c.arithmetic = Arithmetic::fp32;
  c.scale_format = shape.format;
  c.grid.groups = in / shape.group;
  for (Index j = 0; j < in; ++j) c.grid.group_index.push_back(j / shape.group);
  const Code most = (Code{1} << (shape.bits - 1)) - 1;
  c.grid.range = {-most - 1, most};
  for (Index row = 0; row < out; ++row)
    for (Index group = 0; group < c.grid.groups; ++group) {
      double largest = 0x1p-4;  // keeps scales above the subnormal numbers of F16
      for (Index j = group * shape.group; j < (group + 1) * shape.group; ++j)
        largest = std::max(largest, std::fabs(c.layer.weight[row * in + j]));
      // The scale is up to half as large again as the weights need. Otherwise the greatest weight of a group
      // of one would have no error.
      const double above = 1 + static_cast<double>(random() % 1024) / 2048;
      c.grid.scale.push_back(
          static_cast<double>(static_cast<float>(above * largest / static_cast<double>(most))));
    }
  c.grid.zero.assign(c.grid.scale.size(), 0);

  reference::Udu<double> factor = reference::udu(reference::damped(hessian, 1.0 / 64));
  if (made == Made::by_plain_rounding) factor.numerator.setZero();
  if (made == Made::with_halved_feedback) factor.numerator /= 2.0;
  const Matrix<double> weight = Eigen::Map<const Matrix<double>>(c.layer.weight.values().data(), out, in);
  c.codes = reference::nearest_plane(weight, factor, c.grid, c.declared.order,
                                     reference::decide_nearest(c.grid, Rounding::half_even));
  for (double& scale : c.grid.scale) scale = check::stored_as(shape.format, scale);
  return c;
}

using Tally = std::map<RunVerdict, int>;

Tally judge_drawn(const Shape& shape, Made made) {
  Tally tally;
  for (int k = 0; k < layers(); ++k) {
    const check::Case c = draw_case(shape, made, static_cast<std::uint64_t>(k) + 1);
    ++tally[check::judge(c, check::as_declared(c)).verdict];
  }
  return tally;
}

std::string counts(Tally tally) {
  std::string words;
  for (const RunVerdict verdict :
       {RunVerdict::conforms, RunVerdict::degraded, RunVerdict::fails, RunVerdict::undecided})
    words += " " + std::to_string(tally[verdict]);
  return words;
}

class ScaleEvidence : public testing::TestWithParam<Shape> {};

std::string test_name(const testing::TestParamInfo<Shape>& info) {
  return std::to_string(info.param.bits) + (info.param.format == FloatFormat::f16 ? "_f16_" : "_bf16_") +
         std::to_string(info.param.group);
}

std::vector<Shape> shapes() {
  std::vector<Shape> all;
  for (const int bits : {4, 8})
    for (const FloatFormat format : {FloatFormat::f16, FloatFormat::bf16})
      for (const Index group : {1, 4, 8, 32, 64}) all.push_back({bits, format, group});
  return all;
}

TEST_P(ScaleEvidence, SeparatesWhatIsSoundFromWhatIsNot) {
  Tally sound = judge_drawn(GetParam(), Made::soundly);
  Tally plain = judge_drawn(GetParam(), Made::by_plain_rounding);
  Tally halved = judge_drawn(GetParam(), Made::with_halved_feedback);
  EXPECT_EQ(sound[RunVerdict::fails] + sound[RunVerdict::undecided], 0);
  EXPECT_LE(plain[RunVerdict::conforms], 1);
  EXPECT_LE(halved[RunVerdict::conforms], 1);
  if (GetParam().bits == 4 && GetParam().format == FloatFormat::f16 && GetParam().group == 32) {
    EXPECT_EQ(sound[RunVerdict::conforms], layers());
  }
  if (std::getenv("QUANTCHECK_LAYERS") != nullptr)
    std::printf("%s: conform, degraded, fail, undecided: sound%s; plain rounding%s; halved feedback%s\n",
                test_name({GetParam(), 0}).c_str(), counts(sound).c_str(), counts(plain).c_str(),
                counts(halved).c_str());
}

INSTANTIATE_TEST_SUITE_P(Shapes, ScaleEvidence, testing::ValuesIn(shapes()), test_name);

// The case with one more column that forms a group of its own. Its codes have so many bits that half a unit
// in the last place of its scale is worth a code: whatever the codes are, they fit some scale.
check::Case with_a_column_of_its_own(const check::Case& c, Code code) {
  check::Case more = c;
  more.layer.in = c.layer.in + 1;
  more.layer.weight.edit().clear();
  more.layer.hessian.edit().assign(static_cast<std::size_t>(more.layer.in * more.layer.in), 0.0);
  for (Index i = 0; i < c.layer.in; ++i)
    for (Index j = 0; j < c.layer.in; ++j)
      more.layer.hessian.edit()[i * more.layer.in + j] = c.layer.hessian[i * c.layer.in + j];
  more.layer.hessian.edit().back() = 1;
  more.codes.edit().resize(c.layer.out, more.layer.in);
  more.grid.groups = 2;
  more.grid.group_index.push_back(1);
  more.grid.range = {-4096, 4095};
  more.grid.scale.clear();
  for (Index row = 0; row < c.layer.out; ++row) {
    for (Index j = 0; j < c.layer.in; ++j) {
      more.layer.weight.edit().push_back(c.layer.weight[row * c.layer.in + j]);
      more.codes.edit()(row, j) = c.codes(row, j);
    }
    more.layer.weight.edit().push_back(2.0);
    more.codes.edit()(row, c.layer.in) = code;
    more.grid.scale.insert(more.grid.scale.end(), {c.grid.scale[row], 1.0 / 1024});
  }
  more.grid.zero.assign(more.grid.scale.size(), 0);
  more.declared.order = reference::natural_order(more.layer.in);
  more.declared.dead.assign(static_cast<std::size_t>(more.layer.in), false);
  return more;
}

TEST(ScaleEvidenceOfGroups, WhatOneShowsSaysNothingOfAnother) {
  const check::Case sound = draw_case({8, FloatFormat::f16, 32}, Made::soundly, 1);
  const auto judged = [&](Code code) {
    const check::Case c = with_a_column_of_its_own(sound, code);
    return check::judge(c, check::as_declared(c));
  };
  EXPECT_EQ(judged(2048).verdict, RunVerdict::conforms);
  EXPECT_GT(judged(2048).explained_by_stored_scale, 0);
  EXPECT_EQ(judged(2047).verdict, RunVerdict::degraded);
  EXPECT_EQ(judged(2047).wrong, 0);
  EXPECT_EQ(judged(2040).verdict, RunVerdict::fails);
}

}  // namespace
}  // namespace quantcheck::test
