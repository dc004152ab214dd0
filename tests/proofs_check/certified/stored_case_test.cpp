// The verdict on a case, wherever its numbers lie.
#include <gtest/gtest.h>

#include <filesystem>
#include <variant>

#include <quantcheck/proofs_check/certified/hessian_product.h>
#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/formats/tensor_source.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/tests/support/layers.h>

namespace quantcheck::test {
namespace {

using check::Case;
using check::Judgement;

Judgement judged(const Case& c) { return check::judge(c, check::as_declared(c)); }

void expect_same(const Judgement& a, const Judgement& b) {
  EXPECT_TRUE((a.decisions.array() == b.decisions.array()).all());
  EXPECT_EQ(a.verdict, b.verdict);
  EXPECT_EQ(a.loss->low, b.loss->low);
  EXPECT_EQ(a.loss->high, b.loss->high);
  EXPECT_EQ(a.bound->low, b.bound->low);
  EXPECT_EQ(a.bound->high, b.bound->high);
  EXPECT_EQ(a.clipped, b.clipped);
  ASSERT_EQ(a.first_wrong.has_value(), b.first_wrong.has_value());
  EXPECT_EQ(a.first_wrong->target, b.first_wrong->target);
  EXPECT_EQ(a.first_wrong->excess, b.first_wrong->excess);
  EXPECT_EQ(a.resolution, b.resolution);
  EXPECT_EQ(a.plain_rounding->loss.high, b.plain_rounding->loss.high);
  EXPECT_EQ(a.plain_rounding->same, b.plain_rounding->same);
}

// The case in memory, so many bytes beyond an aligned address.
Case parsed_at(const std::vector<std::byte>& file, std::size_t shift) {
  std::vector<std::byte> bytes(shift);
  bytes.insert(bytes.end(), file.begin(), file.end());
  const check::SharedBytes kept(std::move(bytes));
  return check::parse_case(
      check::parse_tensors({kept.bytes.subspan(shift), kept.owner}, "at " + std::to_string(shift)),
      check::Triangle::both);
}

class StoredHessian : public testing::TestWithParam<bool> {};

TEST_P(StoredHessian, IsJudgedAlikeMappedReadAndAsDoubles) {
  const FloatLayer layer = random_layer({.out = 6, .in = 272, .condition = 1e4}, 2);
  Case c = case_of(layer, quantize(layer, 16, Fault::error_lost_across_blocks, {3, 20}));
  if (GetParam()) {  // a Hessian that takes doubles
    std::vector<double>& hessian = c.layer.hessian.edit();
    for (Index j = 0; j < c.layer.in; ++j) hessian[j * (c.layer.in + 1)] *= 1 + 0x1p-40;
  }
  const Judgement expected = judged(c);
  ASSERT_GT(expected.outside, 0);

  const std::vector<std::byte> file = check::serialize_case(c);
  for (const std::size_t shift : {0, 1, 4}) {
    const Case parsed = parsed_at(file, shift);
    EXPECT_EQ(parsed.layer.hessian.format(), GetParam() ? FloatFormat::f64 : FloatFormat::f32);
    expect_same(judged(parsed), expected);
  }
  const std::filesystem::path path =
      std::filesystem::path(testing::TempDir()) / ("stored_case_" + std::to_string(GetParam()));
  check::write_case(c, path.string());
  const Case mapped = check::read_case(path.string(), check::Triangle::both);
  std::filesystem::remove(path);  // the mapping keeps the bytes
  expect_same(judged(mapped), expected);
}

check::PairVector product_of(const Case& c) {
  const check::Hypothesis declared = check::as_declared(c);
  const auto factor = std::get<check::CertifiedFactor>(check::certified_factor(c, declared));
  check::PairVector x(static_cast<std::size_t>(c.layer.in));
  for (std::size_t k = 0; k < x.size(); ++k) x[k] = {1 / static_cast<double>(k + 3), 0x1p-60};
  return check::HessianProduct(c, declared, factor)({x}).front();
}

// A Hessian in float32 is made doubles some rows at a time.
TEST(StoredCase, HasTheProductOfItsHessianInFloatAndDouble) {
  const FloatLayer layer = random_layer({.out = 1, .in = 272, .condition = 1e4}, 2);
  const Case doubles = case_of(layer, quantize(layer, 16, Fault::none, {0, 20}));
  const Case floats = parsed_at(check::serialize_case(doubles), 0);
  const check::PairVector expected = product_of(doubles);
  const check::PairVector product = product_of(floats);
  for (std::size_t k = 0; k < expected.size(); ++k) {
    EXPECT_EQ(product[k].hi, expected[k].hi);
    EXPECT_EQ(product[k].lo, expected[k].lo);
  }
}

INSTANTIATE_TEST_SUITE_P(InFloatAndDouble, StoredHessian, testing::Bool());

}  // namespace
}  // namespace quantcheck::test
