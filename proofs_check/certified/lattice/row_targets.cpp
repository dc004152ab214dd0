#include <quantcheck/proofs_check/certified/lattice/row_targets.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>
#include <variant>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/lattice/rows_in_double.h>

namespace quantcheck::check {

namespace {

constexpr Index rows_together = 64;

/// The targets of some rows at a time.
class TargetsOfRows {
 public:
  TargetsOfRows(const LatticeCase& c, std::unique_ptr<HessianLayer> layer, CertifiedFactor factor)
      : c_(c), layer_(std::move(layer)), factor_(std::move(factor)), groups_(lattice_groups(factor_)) {}
  TargetsOfRows(const TargetsOfRows&) = delete;
  TargetsOfRows& operator=(const TargetsOfRows&) = delete;

  std::vector<BlockTarget> of(Index row) {
    if (row < first_ || row >= first_ + std::ssize(targets_)) find_from(row);
    return targets_[row - first_];
  }

 private:
  void find_from(Index first) {
    std::vector<Index> rows(static_cast<std::size_t>(std::min(rows_together, c_.rows - first)));
    std::iota(rows.begin(), rows.end(), first);
    const FactoredLattice lattice{c_, *layer_, factor_};
    const RowsInDouble in_double(lattice, groups_, std::move(rows));
    first_ = first;
    targets_.assign(static_cast<std::size_t>(in_double.count()), {});
    optimized::team_of(optimized::thread_count(0)).for_each(in_double.count(), [&](Index k) {
      const BlockCompensations compensations = in_double.compensations(k);
      for (Index b = 0; b < c_.blocks(); ++b)
        targets_[k].push_back(in_double.target(k, c_.step_of(b), compensations));
    });
  }

  const LatticeCase& c_;
  const std::unique_ptr<HessianLayer> layer_;
  const CertifiedFactor factor_;
  const std::vector<FactorGroup> groups_;
  Index first_ = 0;
  std::vector<std::vector<BlockTarget>> targets_;  // of the rows from first_ on
};

}  // namespace

std::optional<RowTargets> row_targets_in_double(const LatticeCase& c) {
  auto layer = std::make_unique<HessianLayer>(hessian_layer(c));
  auto factor = certified_factor(layer->c, layer->hypothesis);
  if (std::holds_alternative<Unfactored>(factor)) return std::nullopt;
  const auto targets =
      std::make_shared<TargetsOfRows>(c, std::move(layer), std::get<CertifiedFactor>(std::move(factor)));
  return [targets](Index row) { return targets->of(row); };
}

}  // namespace quantcheck::check
