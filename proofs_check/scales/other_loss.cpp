#include <quantcheck/proofs_check/scales/other_loss.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/residuals.h>
#include <quantcheck/proofs_check/exact/row_chunks.h>
#include <quantcheck/proofs_check/quantize/quantize.h>

namespace quantcheck::check {
namespace {

constexpr std::array other_rules{ScaleFit::absmax, ScaleFit::least_error};

struct ScaleAndZero {
  double scale = 1;
  Code zero = 0;
};

double stored_scale(double scale) {
  return std::max(static_cast<double>(static_cast<float>(scale)),
                  static_cast<double>(std::numeric_limits<float>::min()));
}

ScaleAndZero fitted_grid(const std::vector<double>& weights, const ScaleTable& table, bool least_error) {
  GroupExtent extent;
  for (const double weight : weights) extent.add(weight);
  if (extent.is_zero()) {
    extent.add(-1);
    extent.add(1);
  }
  const CodeEnds& ends = table.ends();
  const double covering = stored_scale(covering_scale(extent, ends, table.symmetric()));
  ScaleAndZero best{covering, ends.middle()};
  if (!table.symmetric())
    best.zero = ends.min + static_cast<Code>(std::nearbyint(-std::min(extent.low, 0.0) / covering));
  if (!least_error) return best;
  double least = std::numeric_limits<double>::infinity();
  for (int percent = 100; percent >= last_percent(ScaleRule{}.range); --percent) {
    const double scale = stored_scale(covering * percent / 100);
    const double error = rounding_error(weights, scale, best.zero, ends, 2);
    if (error < least) {
      least = error;
      best.scale = scale;
    }
  }
  return best;
}

GivenScales fitted_scales(const Case& c, const ScaleTable& table, bool least_error) {
  GivenScales given;
  given.groups = c.grid.groups;
  given.scale.assign(c.grid.scale.size(), 1);
  given.zero.assign(c.grid.zero.size(), table.ends().middle());
  given.group_index = c.grid.group_index;
  optimized::team_of(optimized::thread_count(0)).for_each(c.layer.out, [&](Index row) {
    const std::vector<double> weights = c.weights_of(row);
    for (const auto& [group, columns] : table.groups()) {
      const ScaleAndZero fitted = fitted_grid(weights_at(weights, columns), table, least_error);
      given.scale[row * given.groups + group] = fitted.scale;
      given.zero[row * given.groups + group] = fitted.zero;
    }
  });
  return given;
}

// The layer of the case with the weights of dead inputs as 0, which their diagonal need not show.
Layer quantized_layer(const Case& c) {
  Layer layer = c.layer;
  if (std::ranges::count(c.declared.dead, true) == 0) return layer;
  std::vector<double> weights;
  weights.reserve(layer.weight.size());
  for (Index row = 0; row < layer.out; ++row)
    std::ranges::copy(c.weights_of(row), std::back_inserter(weights));
  layer.weight = std::move(weights);
  return layer;
}

std::optional<Interval> total_loss(const Case& c, const CertifiedFactor& factor) {
  const Hypothesis declared = as_declared(c);
  Interval total;
  bool usable = true;
  for_chunks(c.layer.out, c.layer.in, [&](const std::vector<Index>& rows) {
    const RowErrors errors =
        row_errors(c, hypothetical_grid(c, declared), declared.order, factor.hessian.scaling, rows);
    usable = usable && std::ranges::all_of(errors.usable, [](unsigned char row) { return row != 0; });
    for (const Interval& loss : losses(factor, declared, errors)) total = total + loss;
  });
  return usable ? if_normal(total) : std::nullopt;
}

std::optional<Interval> loss_on(GivenScales scales, const Case& c, const CertifiedFactor& factor,
                                const Progress& progress) try {
  QuantizeOptions options;
  options.grid.range = c.grid.range;
  options.grid.given = std::move(scales);
  options.order = OrderKind::given;
  options.given_order = c.declared.order;
  options.damping = {0, c.declared.damping};
  options.rounding = c.declared.rounding;
  options.dead_inputs = DeadInputs::zero;
  Case other = c;
  const Case quantized = quantize(quantized_layer(c), options, {}, progress);
  other.grid = quantized.grid;
  other.codes = quantized.codes;
  return total_loss(other, factor);
} catch (const Error&) {
  // Float32 does not reach every layer.
  return std::nullopt;
}

}  // namespace

std::optional<RuleLoss> loss_of_other_scales(const Case& c, const ScaleTable& table,
                                             const CertifiedFactor& factor, const Progress& progress) {
  const double in = static_cast<double>(c.layer.in);
  if (static_cast<double>(c.layer.out) * in * in > most_work_of_other_scales) return std::nullopt;
  std::optional<RuleLoss> best;
  for (const ScaleFit fit : other_rules) {
    const bool least_error = fit == ScaleFit::least_error;
    const auto loss = loss_on(fitted_scales(c, table, least_error), c, factor, progress);
    if (!loss || (best && best->loss.middle() <= loss->middle())) continue;
    ScaleRule rule;
    rule.fit = least_error || table.symmetric() ? fit : ScaleFit::minmax;
    best = RuleLoss{rule, *loss};
  }
  return best;
}

}  // namespace quantcheck::check
