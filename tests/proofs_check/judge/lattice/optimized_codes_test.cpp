// Codes and values that the fast kernels encode and decode, judged.
#include <gtest/gtest.h>

#include <quantcheck/optimized/nested_codes.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/tests/support/float_nestquant.h>

namespace quantcheck::test {
namespace {

/// Encodes the values of a case again.
void code_anew(check::LatticeCase& c) {
  const std::vector<float> x(c.values.begin(), c.values.end());
  const std::vector<float> beta(c.beta.begin(), c.beta.end());
  const ScaledCodes<float> codes{c.q, beta};
  std::vector<std::uint8_t> code(x.size()), index(x.size() / 8), overload(x.size() / 8);
  optimized::nested_encode(x, codes, c.mode, {code, index, overload});
  std::vector<float> decoded(x.size());
  optimized::nested_decode(code, index, codes, decoded);
  c.codes.assign(code.begin(), code.end());
  c.beta_index.assign(index.begin(), index.end());
  c.decoded.assign(decoded.begin(), decoded.end());
}

TEST(OptimizedCodes, Conform) {
  for (const int q : {2, 3, 8, 14, 64, 256}) {
    for (const bool first : {false, true}) {
      check::LatticeCase c = nested_case({.rows = 100, .cols = 64, .q = q, .first = first}, 5);
      code_anew(c);
      const check::LatticeJudgement j = check::judge(c);
      EXPECT_EQ(j.verdict, check::RunVerdict::conforms) << "q " << q << ", first " << first;
      EXPECT_TRUE(j.passed.empty());
      if (j.overloaded == 0) {
        EXPECT_LE(j.ratio->high, 1);
      }
    }
  }
}

TEST(OptimizedCodes, InAnotherArithmeticTheyMayNot) {
  check::LatticeCase c = nested_case({.rows = 100, .cols = 64}, 5);
  code_anew(c);
  c.arithmetic = Arithmetic::exact;
  EXPECT_EQ(check::judge(c).verdict, check::RunVerdict::fails);  // beta times a point was rounded
}

}  // namespace
}  // namespace quantcheck::test
