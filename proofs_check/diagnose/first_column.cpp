#include <quantcheck/proofs_check/diagnose/first_column.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <quantcheck/proofs_check/certified/bounded_position.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/judge/first_step.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/reference/grid.h>

namespace quantcheck::check {
namespace {

constexpr Index enough_rows = 8;  // of fewer, plain rounding says little
constexpr double equal_by_chance = 0.02;

// The rows in which each column differs from plain rounding, in double.
std::vector<Index> rows_apart(const Case& c) {
  std::vector<Index> apart(static_cast<std::size_t>(c.layer.in));
  const GridCells cells(c.grid);
  for (Index row = 0; row < c.layer.out; ++row) {
    const std::vector<double> weights = c.weights_of(row);
    const std::vector<Code> codes = c.codes.row(row);
    for (Index column = 0; column < c.layer.in; ++column) {
      const BoundedPosition position =
          bounded_position(cells, codes[column], c.grid.scale_at(row, column),
                           weights[column] - reference::value(c.grid, row, column, codes[column]), 0);
      apart[column] += position.asked && position.excess > 0;
    }
  }
  return apart;
}

}  // namespace

FirstColumn first_column(const Case& c) {
  Hypothesis hypothesis = as_declared(c);
  const Judgement judgement = judge_first_column(c, hypothesis);
  FirstColumn found;
  found.wrong = judgement.wrong > 0;
  found.right = !found.wrong && judgement.explained_by_stored_scale == 0;
  if (!found.wrong) return found;
  found.half = Half::grid;
  std::vector<Index> apart = rows_apart(c);
  const Index equal = std::count(apart.begin(), apart.end(), 0);
  const Index column = std::find(apart.begin(), apart.end(), 0) - apart.begin();
  const Index first = apart[c.declared.order.front()];
  std::ranges::nth_element(apart, apart.begin() + c.layer.in / 2);
  const Index middle = apart[c.layer.in / 2];
  if (equal == 0 || 2 * first < middle || c.layer.out < enough_rows) return found;
  const auto rows = static_cast<double>(c.layer.out);
  const double share = static_cast<double>(middle) / rows;
  const bool surprising = static_cast<double>(c.layer.in) * std::pow(1 - share, rows) <= equal_by_chance;
  found.half = surprising ? std::optional(Half::order) : std::nullopt;
  if (surprising && equal == 1) found.other_column = column;
  return found;
}

}  // namespace quantcheck::check
