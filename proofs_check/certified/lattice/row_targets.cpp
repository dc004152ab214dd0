#include <quantcheck/proofs_check/certified/lattice/row_targets.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <numeric>
#include <utility>
#include <variant>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/lattice/block_errors.h>
#include <quantcheck/proofs_check/certified/lattice/bounded_targets.h>
#include <quantcheck/proofs_check/certified/lattice/hessian_layer.h>

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
    std::vector<RowPoints> points;
    for (const Index row : rows) points.push_back(likely_points(c_, row));
    const RowErrors errors =
        block_errors(c_, layer_->hypothesis.order, factor_.hessian.scaling, rows, points);
    const Residuals residuals = bounded_residuals(factor_, layer_->hypothesis, errors);
    first_ = first;
    targets_.assign(rows.size(), {});
    optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(rows), [&](Index k) {
      const BlockCompensations compensations =
          block_compensations(factor_, groups_, &errors.error(k, 0), &residuals.value(k, 0));
      for (Index b = 0; b < c_.blocks(); ++b) {
        targets_[k].push_back(bounded_target(c_, factor_, rows[k], c_.step_of(b), compensations));
        if (errors.usable[k] == 0) targets_[k].back().error = std::numeric_limits<double>::infinity();
      }
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
