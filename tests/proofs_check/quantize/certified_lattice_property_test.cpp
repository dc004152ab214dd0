// Certified LDLQ codes, and those that rationals give one block after another.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <memory>

#include <quantcheck/proofs_check/exact/lattice/ldlq.h>
#include <quantcheck/proofs_check/quantize/certified_lattice.h>
#include <quantcheck/proofs_check/quantize/lattice_sweep.h>
#include <quantcheck/reference/nestquant/scaled_codes.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/known_ldlq.h>
#include <quantcheck/tests/support/random_ldlq.h>

namespace quantcheck::test {
namespace {

using check::LatticeCase;
using reference::exact;
using reference::Rational;

void encode_in_rationals(LatticeCase& c) {
  const auto factor = std::make_shared<const check::LdlqFactor>(check::ldlq_factor(c));
  ScaledCodes<Rational> codes{c.q, {}};
  for (const double beta : c.beta) codes.beta.push_back(exact(beta));
  for (Index row = 0; row < c.rows; ++row)
    for (Index step = 0; step < c.blocks(); ++step) {
      const Index block = c.block_at(step);
      const auto target = check::ldlq_targets(c, factor)(row)[block].exact();
      const auto found = reference::encode_block(target, codes, c.mode);
      check::store_block(c, row, block,
                         {found.code, found.beta_index, reference::voronoi_point(found.code, c.q)});
    }
}

void clear_codes(LatticeCase& c) {
  std::ranges::fill(c.codes, 0);
  std::ranges::fill(c.beta_index, 0);
  c.decoded.assign(c.values.size(), 0);
}

RC_GTEST_PROP(CertifiedLatticeCodes, AreThoseOfRationals, ()) {
  LatticeCase expected = random_ldlq(*seeds(), {.rows = 2});
  clear_codes(expected);
  LatticeCase c = expected;
  try {
    encode_in_rationals(expected);
  } catch (const Error&) {  // a target is too many betas from 0
    EXPECT_THROW(check::certified_lattice_codes(c, {}), Error);
    return;
  }
  const check::CertifiedLatticeCodes found = check::certified_lattice_codes(c, {});
  if (!found.factored || !found.in_range || found.assumed_ties > 0) return;  // for rationals to tell
  RC_ASSERT(c.codes == expected.codes);
  RC_ASSERT(c.beta_index == expected.beta_index);
  RC_ASSERT(c.decoded == expected.decoded);
}

// At a tie the greatest of the nearest points is taken, which targets of no width tell.
TEST(CertifiedLatticeCodes, TakeTheGreatestPointAtTies) {
  for (const Index cols : {64, 512}) {
    const KnownLdlq known =
        known_ldlq({.cols = cols, .rows = 2, .distances = {{0}, {58, true}, {58, false}}}, 7);
    LatticeCase c = known.c;
    const check::CertifiedLatticeCodes found = check::certified_lattice_codes(c, {});
    EXPECT_TRUE(found.factored);
    EXPECT_EQ(found.assumed_ties, 0);
    const check::LatticeJudgement j = check::judge(c);
    EXPECT_EQ(j.verdict, check::RunVerdict::conforms);
    EXPECT_GT(j.tie, 0);
    if (cols > 64) continue;
    LatticeCase expected = known.c;
    encode_in_rationals(expected);
    EXPECT_EQ(c.codes, expected.codes);
  }
}

}  // namespace
}  // namespace quantcheck::test
