#include <quantcheck/proofs_check/certified/lattice/block_columns.h>

#include <algorithm>
#include <utility>

#include <quantcheck/proofs_check/certified/compensation_column.h>
#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {

using reference::exact;
using reference::Rational;

namespace {

// The error at which a solution of few binary digits is the one next to a column.
constexpr double solving_goal = 0x1p-200;

// The products with the Hessian that a column usually takes.
constexpr double products_of_block = 4;

// The target whose values are the weights and these changes.
template <class ChangeOf>
BlockTarget target_with(const FactoredLattice& lattice, Index row, Index step, const ChangeOf& change_of) {
  const LatticeCase& c = lattice.c;
  const Index column = c.block_at(step) * lattice_block;
  Block<Rational> values;
  double error = 0;
  for (Index i = 0; i < lattice_block; ++i) {
    const NearResidual change = change_of(i);
    values[i] = exact(c.values[row * c.cols + column + i]) + change.value;
    error = std::max(error, change.error);
  }
  return block_target(std::move(values), error);
}

}  // namespace

BlockColumns::BlockColumns(const FactoredLattice& lattice, const HessianProduct& product, Index step,
                           Budget& budget)
    : lattice_(lattice), step_(step), budget_(budget) {
  const auto n = static_cast<double>(lattice.c.cols);
  budget.spend(products_of_block * n * n * lattice_block);
  std::vector<Index> steps;
  for (Index k = 0; k < lattice_block; ++k) steps.push_back(step * lattice_block + k);
  columns_ = compensating_columns(lattice.factor, product, steps.front(), steps, 0);
}

BlockTarget BlockColumns::in_pairs(Index row, const RowPoints& points) const {
  const CertifiedFactor& factor = lattice_.factor;
  const RowPairs errors = block_error_pairs(lattice_.c, factor, row, points);
  return target_with(lattice_, row, step_, [&](Index i) -> NearResidual {
    const BoundedPair change = compensation_from(factor, columns_[i], errors);
    const double unit = factor.hessian.scaling[factor.factor.order[columns_[i].step]];
    return {(exact(change.value.hi) + exact(change.value.lo)) * exact(unit),
            bound_slack * unit * change.error};
  });
}

BlockTarget BlockColumns::by_products(Index row, const RowPoints& points) {
  const CertifiedFactor& factor = lattice_.factor;
  const HessianLayer& layer = lattice_.layer;
  if (exact_columns_.empty())
    for (const SchurColumn& column : columns_)
      exact_columns_.push_back(
          exact_column(layer.c, layer.hypothesis, factor, column, verdict_goal, budget_.work()));
  const std::vector<Rational> errors = exact_block_errors(lattice_.c, factor.factor.order, row, points);
  return target_with(lattice_, row, step_,
                     [&](Index i) { return compensation_from(factor, exact_columns_[i], errors); });
}

BlockTarget BlockColumns::by_solutions(Index row, const RowPoints& points) {
  const CertifiedFactor& factor = lattice_.factor;
  const HessianLayer& layer = lattice_.layer;
  if (exact_columns_.empty()) by_products(row, points);
  if (!std::exchange(is_solved_, true))
    for (std::size_t i = 0; i < exact_columns_.size(); ++i) {
      ExactColumn& column = exact_columns_[i];
      if (column.error == 0) continue;
      column = exact_column(layer.c, layer.hypothesis, factor, columns_[i], solving_goal, budget_.work());
      if (column.error > 0)
        column = solved_column(layer.c, layer.hypothesis, factor, std::move(column), budget_.work());
    }
  return by_products(row, points);
}

}  // namespace quantcheck::check
