#include <quantcheck/proofs_check/diagnose/scales/scale_rules.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check {
namespace {

// The extent of the weights of one row and group.
struct WeightExtent {
  float least = 0;
  float greatest = 0;
  bool any = false;

  void include(double weight) {
    const auto value = static_cast<float>(weight);
    least = any ? std::min(least, value) : value;
    greatest = any ? std::max(greatest, value) : value;
    any = true;
  }
  float absolute() const { return std::max(std::fabs(least), std::fabs(greatest)); }
};

std::vector<WeightExtent> weight_extents(const Case& c) {
  std::vector<WeightExtent> extents(c.grid.scale.size());
  for (Index row = 0; row < c.layer.out; ++row) {
    const std::vector<double> weights = c.weights_of(row);
    for (Index column = 0; column < c.layer.in; ++column)
      extents[row * c.grid.groups + c.grid.group_index[column]].include(weights[column]);
  }
  return extents;
}

}  // namespace

std::vector<RuleScales> rule_scales(const Case& c) {
  std::vector<RuleScales> rules;
  const CodeRange& range = c.grid.range;
  if (!range.min || !range.max || *range.min >= *range.max) return rules;
  const auto least = static_cast<double>(*range.min);
  const auto greatest = static_cast<double>(*range.max);
  const double levels = greatest - least;
  const std::vector<WeightExtent> extents = weight_extents(c);
  const auto add = [&](const char* name, double divisor, const auto& extent_of) {
    RuleScales rule{format("%s / %.6g of the original weights", name, divisor), c.grid.scale};
    for (std::size_t i = 0; i < extents.size(); ++i) {
      const float scale = extent_of(extents[i]) / static_cast<float>(divisor);
      if (scale > 0) rule.scale[i] = static_cast<double>(scale);
    }
    rules.push_back(std::move(rule));
  };
  const auto absolute = [](const WeightExtent& extent) { return extent.absolute(); };
  // Codes without a sign have their zero in the middle, so that half of their range is what counts.
  const double half_range = std::floor(levels / 2);
  add("absmax", levels / 2, absolute);
  add("absmax", half_range, absolute);
  add("absmax", half_range + 1, absolute);
  add("(max - min)", levels, [](const WeightExtent& extent) {
    return std::max(extent.greatest, 0.0F) - std::min(extent.least, 0.0F);
  });
  add("(max - min, of which 0 is no part)", levels,
      [](const WeightExtent& extent) { return extent.greatest - extent.least; });
  return rules;
}

}  // namespace quantcheck::check
