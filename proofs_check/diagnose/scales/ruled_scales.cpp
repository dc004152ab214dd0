#include <quantcheck/proofs_check/diagnose/scales/ruled_scales.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <quantcheck/proofs_check/diagnose/scales/changed_case.h>
#include <quantcheck/proofs_check/diagnose/scales/fraction.h>
#include <quantcheck/proofs_check/diagnose/scales/scale_roundings.h>
#include <quantcheck/proofs_check/diagnose/scales/scale_rules.h>
#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check {
namespace {

constexpr double float32_error = 0x1p-21;  // of a scale by a rule, and of a product with a factor
constexpr double worth_judging = 1.0 / 16;

struct Relation {
  std::string id;
  std::string words;  // completes "of which the stored ones are ..."
};

// What the stored scales are of these.
Relation relation_to(const Case& c, const std::vector<double>& scale) {
  const std::vector<bool> in_use = groups_in_use(c);
  std::vector<std::size_t> places;
  places.reserve(scale.size());
  double least = std::numeric_limits<double>::infinity();
  double greatest = 0;
  for (std::size_t i = 0; i < scale.size(); ++i) {
    if (!in_use[i % in_use.size()]) continue;
    places.push_back(i);
    least = std::min(least, std::fabs(c.grid.scale[i] / scale[i]));
    greatest = std::max(greatest, std::fabs(c.grid.scale[i] / scale[i]));
  }
  if (greatest <= least * (1 + 2 * float32_error))
    return {"constant", simplest_between(least * (1 - float32_error), greatest * (1 + float32_error)).words +
                            " times each"};
  for (const ScaleRounding& rounding : possible_roundings(c)) {
    const bool holds = std::all_of(places.begin(), places.end(), [&](std::size_t i) {
      const double ratio = std::fabs(scale[i] / c.grid.scale[i]);
      return ratio >= rounding.bounds.low[i] * (1 - float32_error) &&
             ratio <= rounding.bounds.high[i] * (1 + float32_error);
    });
    if (holds) return {rounding.id, rounding.words};
  }
  return {"", format("%.4g to %.4g of them, in no regular way", least, greatest)};
}

}  // namespace

std::optional<Dialect> scales_by_rule(Search& search) {
  const Case& c = search.subject();
  const std::string first_step = about_first_step(c);
  for (RuleScales& rule : rule_scales(c)) {
    Relation relation = relation_to(c, rule.scale);
    Dialect dialect =
        with_changed_scales(c, relation.id,
                            "if scales are those that " + rule.words +
                                " gives, of which the stored ones are " + relation.words + first_step,
                            std::move(rule.scale));
    const std::optional<Misfit> misfit = search.misfit(dialect);
    if (misfit && misfit->largest < worth_judging && search.conforms(dialect)) return dialect;
  }
  return std::nullopt;
}

}  // namespace quantcheck::check
