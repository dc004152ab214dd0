#include <quantcheck/proofs_check/quantize/certified_codes.h>

#include <optional>
#include <utility>
#include <vector>

#include <quantcheck/proofs_check/quantize/code_finder.h>
#include <quantcheck/proofs_check/quantize/current_scales.h>
#include <quantcheck/proofs_check/quantize/nearby_codes.h>
#include <quantcheck/proofs_check/quantize/prepared.h>

namespace quantcheck::check {

using reference::Codes;
using reference::GroupGrid;

namespace {

// The steps of each group, which are neighbours in the processing order.
std::vector<Steps> stretches(const Case& c) {
  std::vector<Steps> result;
  const auto group = [&](Index k) { return c.grid.group_index[c.declared.order[k]]; };
  for (Index k = 0; k < c.layer.in; ++k) {
    if (k == 0 || group(k) != group(k - 1)) result.push_back({k, k});
    result.back().end = k + 1;
  }
  return result;
}

// The start of every row at one step.
std::vector<DecisionPlace> all_rows_at(const Case& c, Index step) {
  std::vector<DecisionPlace> rows;
  rows.reserve(static_cast<std::size_t>(c.layer.out));
  for (Index row = 0; row < c.layer.out; ++row) rows.push_back({row, step});
  return rows;
}

// A code that lies in the range.
Code some_code(const CodeRange& range) { return range.min ? *range.min : range.max.value_or(0); }

void put_scales(Case& c, const std::vector<GroupGrid>& found, const Steps& steps, Code shift) {
  const Index group = c.grid.group_index[c.declared.order[steps.begin]];
  for (Index row = 0; row < c.layer.out; ++row) {
    c.grid.scale[row * c.grid.groups + group] = static_cast<double>(found[row].scale);
    c.grid.zero[row * c.grid.groups + group] = found[row].zero + shift;
  }
}

}  // namespace

CertifiedCodes certified_codes(Case start, const CertifiedFactor& factor, const Progress& progress) {
  CertifiedCodes result{{}, 0, std::move(start)};
  Case& c = result.c;
  c.codes.edit().setConstant(c.layer.out, c.layer.in, some_code(c.grid.range));
  if (progress) progress("quantizing in floating point", 0, 1);
  std::optional<Codes> codes = codes_in_float(c, factor);
  c.codes = codes ? std::move(*codes) : codes_in_double(c, factor, all_rows_at(c, 0), c.layer.in);
  return certified_from(std::move(c), factor, progress);
}

CertifiedCodes certified_from(Case start, const CertifiedFactor& factor, const Progress& progress) {
  CertifiedCodes result{{}, 0, std::move(start)};
  CodeFinder finder(result.c, factor, progress);
  finder.find();
  result.obstacle = finder.obstacle();
  result.assumed_ties = finder.assumed_ties();
  return result;
}

CertifiedCodes certified_current_codes(Case start, const CertifiedFactor& factor,
                                       const QuantizeOptions& options, const Progress& progress) {
  CertifiedCodes result{{}, 0, std::move(start)};
  Case& c = result.c;
  const Groups groups = groups_of(c.declared.order, options.grid.group_size);
  const auto cells = static_cast<std::size_t>(c.layer.out * groups.count);
  c.grid = {groups.count, std::vector<double>(cells, 1.0), std::vector<Code>(cells, 0), groups.index,
            code_range(options.grid)};
  c.codes.edit().setConstant(c.layer.out, c.layer.in, some_code(c.grid.range));
  CodeFinder finder(c, factor, progress);
  ErrorCarrier carrier(c, factor);
  for (const Steps& steps : stretches(c)) {
    if (progress) progress("fitting scales and quantizing", steps.begin, c.layer.in);
    const CarriedErrors carried = carrier.to_group(steps.begin, steps.end);
    const auto found = current_scales(c, {factor, finder.product(), carried, finder.sums()}, options);
    if (!found) {
      result.obstacle = "the hessian is so ill-conditioned that current scales cannot be told";
      return result;
    }
    put_scales(c, *found, steps, fitted_shape(options.grid).shift);
    put_group_codes_in_double(c, factor, all_rows_at(c, steps.begin), carried);
    finder.find_in_group(carried);
  }
  result.obstacle = finder.obstacle();
  result.assumed_ties = finder.assumed_ties();
  return result;
}

}  // namespace quantcheck::check
