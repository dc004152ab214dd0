// Exact codes of a layer of the size of a real one.
#include <gtest/gtest.h>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/proofs_check/quantize/quantize_lattice.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {

using namespace check;

namespace {

TEST(LargeLayer, HasNoDecisionThatRoundingExplains) {
  const SampledLayer sampled = sample_layer(1024, 1024, 9);
  const Layer layer{1024, 1024, as_double(sampled.weight), as_double(sampled.hessian), 0, {}};
  for (const GroupScales scales : {GroupScales::fixed, GroupScales::current}) {
    QuantizeOptions options;
    options.arithmetic = Arithmetic::exact;
    options.order = OrderKind::act;
    options.grid.group_size = 128;
    options.grid.scales = scales;
    const Case c = quantize(layer, options);
    const Judgement j = judge(c, as_declared(c));
    EXPECT_EQ(j.verdict, RunVerdict::conforms);
    EXPECT_EQ(j.exact + j.tie, 1024 * 1024);
  }
}

TEST(LargeLayer, HasNoLatticeBlockThatRoundingExplains) {
  const SampledLayer sampled = sample_layer(256, 1024, 10);
  const Layer layer{256, 1024, as_double(sampled.weight), as_double(sampled.hessian), 0, {}};
  for (const Arithmetic arithmetic : {Arithmetic::exact, Arithmetic::fp32}) {
    LatticeOptions options;
    options.method = LatticeMethod::ldlq;
    options.arithmetic = arithmetic;
    options.rotate = false;
    options.block_order = BlockOrder::last;
    options.damping.relative = reference::Rational(1, 100);
    const LatticeCase c = quantize_lattice(layer, options);
    const LatticeJudgement j = judge(c);
    EXPECT_EQ(j.verdict, RunVerdict::conforms) << j.wrong << " wrong, " << j.undecided << " undecided";
    if (arithmetic == Arithmetic::exact) {
      EXPECT_EQ(j.exact + j.tie, 256 * 1024 / 8);
    }
  }
}

}  // namespace
}  // namespace quantcheck::test
