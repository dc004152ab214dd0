// The box criterion in both directions, checked on all codes of small layers.
#include <algorithm>
#include <set>

#include <quantcheck/proofs_check/ledger/determinant.h>
#include <quantcheck/proofs_check/ledger/gptq/any_grid.h>
#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/topics.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/criteria/box.h>
#include <quantcheck/reference/criteria/residual.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Codes;
using reference::Matrix;
using reference::Rational;
using reference::Udu;
using reference::Vector;

using RowCodes = std::vector<Code>;  // by column

// The target of step `step` by its meaning: the value of that column that would give the least loss, were
// this column and all later ones free, given the codes of the earlier ones. That is w_j - e_j, where the
// errors e_F of the free columns are -H_FF^-1 H_FE e_E; e_j is computed by Cramer's rule.
Rational target_at(const Problem& p, const Matrix<Rational>& hessian, Index row, Index step,
                   const RowCodes& codes) {
  const Index free = p.in() - step;
  Vector<Rational> e(step);
  for (Index i = 0; i < step; ++i) {
    const Index column = p.order[i];
    e(i) = p.weight(row, column) -
           p.grid.scale_at(row, column) * Rational(codes[column] - p.grid.zero_at(row, column));
  }
  const Matrix<Rational> block = hessian.bottomRightCorner(free, free);
  Matrix<Rational> replaced = block;
  replaced.col(0) = -hessian.bottomLeftCorner(free, step) * e;
  return p.weight(row, p.order[step]) - determinant(replaced) / determinant(block);
}

// The codes of the range that are nearest to a target: one code, or the two of a tie.
std::set<Code> nearest_codes(const Problem& p, Index row, Index column, const Rational& target) {
  const Rational position = target / p.grid.scale_at(row, column) + p.grid.zero_at(row, column);
  const Code below = reference::to_code(reference::floor(position));
  const auto clamped = [&range = p.grid.range](Code code) {
    if (range.min && code < *range.min) return *range.min;
    if (range.max && code > *range.max) return *range.max;
    return code;
  };
  const Code low = clamped(below);
  const Code high = clamped(below + 1);
  const Rational to_low = abs(position - low);
  const Rational to_high = abs(position - high);
  std::set<Code> nearest;
  if (to_low <= to_high) nearest.insert(low);
  if (to_high <= to_low) nearest.insert(high);
  return nearest;
}

// Adds all codes of a row to which some choice at each tie leads.
void branch(const Problem& p, const Matrix<Rational>& hessian, Index row, Index step, RowCodes& codes,
            std::set<RowCodes>& reached) {
  if (step == p.in()) {
    reached.insert(codes);
    return;
  }
  const Index column = p.order[step];
  for (const Code code : nearest_codes(p, row, column, target_at(p, hessian, row, step, codes))) {
    codes[column] = code;
    branch(p, hessian, row, step + 1, codes, reached);
  }
}

using Inside = bool (*)(const reference::BoxPosition<Rational>&);

bool within(const reference::BoxPosition<Rational>& position) {
  return !position.asked || position.excess <= 0;
}

// The false variant leaves out the ties.
bool strictly_within(const reference::BoxPosition<Rational>& position) {
  return !position.asked || position.excess < 0;
}

bool in_every_box(const Problem& p, const Udu<Rational>& factor, Index row, const RowCodes& row_codes,
                  Inside inside) {
  Codes codes(p.out(), p.in());
  for (Index j = 0; j < p.in(); ++j) codes(row, j) = row_codes[j];
  const Vector<Rational> v =
      reference::residual(reference::error_of(p.weight, codes, p.grid, p.order, row), factor);
  for (Index k = 0; k < p.in(); ++k) {
    const Index column = p.order[k];
    if (!inside(reference::box_position(p.grid, row, column, row_codes[column], v(k)))) return false;
  }
  return true;
}

// For each column, the codes to try. That is the whole range; where the range has an open end, it is the
// codes that are reached, their neighbours and the other end.
using Candidates = std::vector<RowCodes>;

RowCodes candidates_of(const CodeRange& range, const std::set<RowCodes>& reached, Index column) {
  std::set<Code> candidates;
  if (range.min && range.max) {
    for (Code code = *range.min; code <= *range.max; ++code) candidates.insert(code);
  } else {
    for (const RowCodes& codes : reached)
      for (const Code code : {codes[column] - 1, codes[column], codes[column] + 1})
        if (code >= range.min.value_or(code) && code <= range.max.value_or(code)) candidates.insert(code);
    if (range.min) candidates.insert(*range.min);
    if (range.max) candidates.insert(*range.max);
  }
  return {candidates.begin(), candidates.end()};
}

// Goes to the next of all combinations, as an odometer counts. Returns false after the last one.
bool advance(std::vector<std::size_t>& at, const Candidates& candidates) {
  for (std::size_t j = 0; j < at.size(); ++j) {
    if (++at[j] < candidates[j].size()) return true;
    at[j] = 0;
  }
  return false;
}

Problem with_open_ends(Problem p, Dice& dice) {
  if (dice.chance(30)) p.grid.range.min.reset();
  if (dice.chance(30)) p.grid.range.max.reset();
  return p;
}

CaseCheck box_is_reachable(Inside inside) {
  return [=](const Problem& problem, Dice& dice) {
    const Problem p = with_open_ends(problem, dice);
    const Matrix<Rational> hessian = factored_hessian(p);
    const Udu<Rational> factor = reference::udu(hessian);
    for (Index row = 0; row < p.out(); ++row) {
      std::set<RowCodes> reached;
      RowCodes codes(p.in());
      branch(p, hessian, row, 0, codes, reached);
      Candidates candidates;
      for (Index j = 0; j < p.in(); ++j) candidates.push_back(candidates_of(p.grid.range, reached, j));
      std::vector<std::size_t> at(p.in(), 0);
      do {
        for (Index j = 0; j < p.in(); ++j) codes[j] = candidates[j][at[j]];
        const bool passes = in_every_box(p, factor, row, codes, inside);
        if (passes != reached.contains(codes))
          return refuted("row " + std::to_string(row) + ", codes " + joined(codes) + ": " +
                             (passes ? "in every box, but no choice at the ties leads there"
                                     : "outside of a box, but the nearest plane reaches them"),
                         p);
      } while (advance(at, candidates));
    }
    return holds();
  };
}

}  // namespace

std::vector<Claim> box_claims() {
  return {
      sampled(
          {.id = "box/criterion",
           .statement =
               "The nearest plane can return codes, by some choice at each tie, if and only if "
               "|v_j| <= |s_j| / 2 for every j; at an end of the grid only on its inner side. "
               "Tried with all codes of each layer, or with those around the reached ones where its grid is "
               "open",
           .source = "this project, after Babai's box in arXiv 2507.18553",
           .variant = "|v_j| < |s_j| / 2"},
          {Limits{.in = 3, .out = 2, .codes = 4}, box_is_reachable(within),
           box_is_reachable(strictly_within)}),
      any_grid_box_claim()};
}

}  // namespace quantcheck::check::ledger
