// The targets of lattice blocks with their bounds, and the exact ones.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <variant>

#include <quantcheck/proofs_check/certified/lattice/block_columns.h>
#include <quantcheck/proofs_check/certified/lattice/bounded_targets.h>
#include <quantcheck/proofs_check/exact/lattice/ldlq.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/random_ldlq.h>

namespace quantcheck::test {
namespace {

using check::BlockTarget;
using check::CertifiedFactor;
using check::LatticeCase;
using check::RowPoints;
using reference::Rational;

bool holds(const BlockTarget& bounded, const BlockTarget& target) {
  const auto values = bounded.exact();
  const auto expected = target.exact();
  for (std::size_t i = 0; i < values.size(); ++i)
    if (abs(Rational(values[i] - expected[i])) > reference::exact(bounded.error)) return false;
  return true;
}

RC_GTEST_PROP(CertifiedLattice, TargetsLieWithinTheirBounds, ()) {
  LatticeCase c = random_ldlq(*seeds(), {.rows = 2});
  RC_PRE(!c.decoded.empty());
  const check::HessianLayer layer = check::hessian_layer(c);
  const auto found = check::certified_factor(layer.c, layer.hypothesis);
  const auto* factor = std::get_if<CertifiedFactor>(&found);
  if (factor == nullptr) return;
  const check::FactoredLattice lattice{c, layer, *factor};
  const check::HessianProduct product(layer.c, layer.hypothesis, *factor);
  const auto groups = check::lattice_groups(*factor);
  const check::RowTargets exact_targets = check::targets_of(c);
  check::Budget budget(1000.0);
  for (Index row = 0; row < c.rows; ++row) {
    const std::vector<Index> rows{row};
    const check::RowErrors errors =
        check::block_errors(c, layer.hypothesis.order, factor->hessian.scaling, rows, {RowPoints{}});
    RC_ASSERT(errors.usable[0] == 1);
    const check::Residuals residuals = check::bounded_residuals(*factor, layer.hypothesis, errors);
    const check::BlockCompensations compensations =
        check::block_compensations(*factor, groups, &errors.error(0, 0), &residuals.value(0, 0));
    const std::vector<BlockTarget> expected = exact_targets(row);
    for (Index step = 0; step < c.blocks(); ++step) {
      const BlockTarget& target = expected[c.block_at(step)];
      const BlockTarget in_double = check::bounded_target(c, *factor, row, step, compensations);
      RC_ASSERT(holds(in_double, target));
      check::BlockColumns columns(lattice, product, step, budget);
      const BlockTarget in_pairs = columns.in_pairs(row, {});
      const BlockTarget by_products = columns.by_products(row, {});
      RC_ASSERT(holds(in_pairs, target));
      RC_ASSERT(holds(by_products, target));
      RC_ASSERT(step > 0 || in_double.error == 0);
      RC_ASSERT(by_products.error <= std::max(0x1p-100, 0x1p-40 * in_double.error));
    }
  }
}

}  // namespace
}  // namespace quantcheck::test
