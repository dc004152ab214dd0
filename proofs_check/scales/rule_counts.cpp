#include <quantcheck/proofs_check/scales/rule_counts.h>

namespace quantcheck::check {

void RuleCounts::add(std::span<const double> weights, const StoredGrid& stored, const CodeEnds& ends,
                     bool symmetric) {
  GroupExtent extent;
  for (const double weight : weights) extent.add(weight);
  if (extent.is_zero()) return;
  ++groups_;
  for (std::size_t fit = 0; fit < extent_fits.size(); ++fit)
    extent_[fit] += extent_fits_group(extent_fits[fit], extent, stored, ends) ? 1 : 0;
  const double covering = covering_scale(extent, ends, symmetric);
  if (std::fabs(stored.scale) < covering / 2) ++too_small_;
  const int percent = percent_of(covering, stored);
  if (percent == 0 || !is_covering_zero(extent, covering, stored, ends, symmetric)) return;
  ++percentages_;
  for (std::size_t k = 0; k < measures_.size(); ++k) {
    const auto& [norm, range] = measures_[k];
    least_[k] += has_least_error(weights, covering, stored, ends, percent, norm, last_percent(range)) ? 1 : 0;
  }
}

void RuleCounts::add(const RuleCounts& other) {
  for (std::size_t fit = 0; fit < extent_.size(); ++fit) extent_[fit] += other.extent_[fit];
  for (std::size_t k = 0; k < least_.size(); ++k) least_[k] += other.least_[k];
  too_small_ += other.too_small_;
  percentages_ += other.percentages_;
  groups_ += other.groups_;
}

std::vector<RuleFit> RuleCounts::fits(const ScaleRule& rule) const {
  std::vector<RuleFit> result;
  for (std::size_t fit = 0; fit < extent_.size(); ++fit) {
    result.push_back({rule, extent_[fit], groups_});
    result.back().rule.fit = extent_fits[fit];
  }
  for (std::size_t k = 0; k < measures_.size(); ++k) {
    result.push_back({rule, least_[k], groups_});
    result.back().rule.fit = ScaleFit::least_error;
    result.back().rule.norm = measures_[k].norm;
    result.back().rule.range = measures_[k].range;
  }
  return result;
}

}  // namespace quantcheck::check
