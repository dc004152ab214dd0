// On grids of every kind: the forms of GPTQ have the same codes, and the box criterion says which codes these
// can be.
#include <algorithm>
#include <optional>
#include <set>

#include <quantcheck/proofs_check/ledger/determinant.h>
#include <quantcheck/proofs_check/ledger/gptq/any_grid.h>
#include <quantcheck/proofs_check/ledger/gptq/forms.h>
#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/criteria/box.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Codes;
using reference::Matrix;
using reference::Rational;
using reference::Udu;
using reference::Vector;

constexpr const char* grids = "tables (e2m1, NF4, any others, of one level too) or integers, with offsets";

template <class Other>
CaseCheck all_forms_agree_with(Other other) {
  return [=](const Problem& p, Dice& dice) {
    LayerOf<Rational> layer = layer_of(p);
    layer.cut = dice.between(1, std::max<Index>(1, p.in() - 1));
    const auto decide = reference::decide_nearest(p.grid, p.rounding);
    const Codes codes = Gptq()(layer, decide);
    const auto differs = [&](const Codes& found) -> std::optional<std::string> {
      for (Index row = 0; row < p.out(); ++row)
        for (const Index column : p.order)
          if (found(row, column) != codes(row, column))
            return at(row, column) + "code " + std::to_string(codes(row, column)) + " by GPTQ, " +
                   std::to_string(found(row, column)) + " by ";
      return std::nullopt;
    };
    if (const auto words = differs(NearestPlane()(layer, decide)))
      return refuted(*words + "the nearest plane");
    if (const auto words = differs(Babai()(layer, decide))) return refuted(*words + "Babai");
    if (const auto words = differs(LazyGptq()(layer, decide))) return refuted(*words + "GPTQ in blocks");
    if (const auto words = differs(other(layer, decide))) return refuted(*words + "OBQ");
    return holds();
  };
}

// The codes of a row in processing order, up to some step.
using Steps = std::vector<Code>;

Rational error_at(const Problem& p, Index row, Index step, Code code) {
  return p.weight(row, p.order[step]) - reference::value(p.grid, row, p.order[step], code);
}

// The target of the step after these, by its meaning: the value of that column that would give the least
// loss, were this column and all later ones free. The errors of the free columns are then -H_FF^-1 H_FE e_E,
// of which the first is computed by Cramer's rule.
Rational target_after(const Problem& p, const Matrix<Rational>& hessian, Index row, const Steps& steps) {
  const Index step = std::ssize(steps);
  const Index free = p.in() - step;
  Vector<Rational> e(step);
  for (Index i = 0; i < step; ++i) e(i) = error_at(p, row, i, steps[i]);
  const Matrix<Rational> block = hessian.bottomRightCorner(free, free);
  Matrix<Rational> replaced = block;
  replaced.col(0) = -hessian.bottomLeftCorner(free, step) * e;
  return p.weight(row, p.order[step]) - determinant(replaced) / determinant(block);
}

// The residual of the last of these steps: v_j = e_j + sum_{i<j} e_i U_ij.
Rational last_residual(const Problem& p, const Udu<Rational>& factor, Index row, const Steps& steps) {
  const Index j = std::ssize(steps) - 1;
  Rational v = error_at(p, row, j, steps[j]);
  for (Index i = 0; i < j; ++i) v += error_at(p, row, i, steps[i]) * factor.numerator(i, j);
  return v;
}

using InCell = bool (*)(const Grid<Rational>&, Index row, Index column, Code, const Rational& v);

bool in_its_cell(const Grid<Rational>& grid, Index row, Index column, Code code, const Rational& v) {
  const auto position = reference::box_position(grid, row, column, code, v);
  return !position.asked || position.excess <= 0;
}

// The false variant has a cell that reaches equally far to both sides.
bool in_the_smaller_half(const Grid<Rational>& grid, Index row, Index column, Code code, const Rational& v) {
  const reference::Gaps<Rational> gaps = reference::gaps(grid, code);
  if (!gaps.below || !gaps.above) return in_its_cell(grid, row, column, code, v);
  const Rational reach = abs(grid.scale_at(row, column)) * std::min(*gaps.below, *gaps.above) / 2;
  return abs(v) <= reach;
}

// All codes of a row that pass at every step. Whether a step passes does not depend on later ones, so that
// the codes that begin with steps of which one does not pass need not be looked at.
template <class Passes>
void collect(const Problem& p, Passes passes, Steps& steps, std::set<Steps>& found) {
  if (std::ssize(steps) == p.in()) {
    found.insert(steps);
    return;
  }
  for (const Code code : all_codes(p.grid)) {
    steps.push_back(code);
    if (passes(steps)) collect(p, passes, steps, found);
    steps.pop_back();
  }
}

template <class Passes>
std::set<Steps> all_that_pass(const Problem& p, Passes passes) {
  std::set<Steps> found;
  Steps steps;
  collect(p, passes, steps, found);
  return found;
}

// Whether no code of the grid is nearer to the target than the last of these.
bool is_nearest(const Problem& p, const Matrix<Rational>& hessian, Index row, Steps steps) {
  const Code last = steps.back();
  steps.pop_back();
  const Index column = p.order[std::ssize(steps)];
  const Rational target = target_after(p, hessian, row, steps);
  const auto distance = [&](Code code) {
    return Rational(abs(target - reference::value(p.grid, row, column, code)));
  };
  const Rational least = distance(last);
  return std::ranges::all_of(all_codes(p.grid), [&](Code code) { return distance(code) >= least; });
}

CaseCheck passing_is_reachable(InCell in_cell) {
  return [=](const Problem& p, Dice&) {
    const Matrix<Rational> hessian = factored_hessian(p);
    const Udu<Rational> factor = reference::udu(hessian);
    for (Index row = 0; row < p.out(); ++row) {
      const std::set<Steps> reached =
          all_that_pass(p, [&](const Steps& steps) { return is_nearest(p, hessian, row, steps); });
      const std::set<Steps> passing = all_that_pass(p, [&](const Steps& steps) {
        const Index column = p.order[std::ssize(steps) - 1];
        return in_cell(p.grid, row, column, steps.back(), last_residual(p, factor, row, steps));
      });
      if (passing == reached) continue;
      for (const Steps& steps : passing)
        if (!reached.contains(steps))
          return refuted("row " + std::to_string(row) + ", codes by steps " + joined(steps) +
                         ": in every cell, but no choice at the ties leads there");
      for (const Steps& steps : reached)
        if (!passing.contains(steps))
          return refuted("row " + std::to_string(row) + ", codes by steps " + joined(steps) +
                         ": outside of a cell, but the nearest plane reaches them");
    }
    return holds();
  };
}

}  // namespace

Claim any_grid_equality_claim() {
  return sampled({.id = "equal/any-grid",
                  .statement = std::string("GPTQ = GPTQ in blocks = the nearest plane = Babai = OBQ on grids "
                                           "of every kind: ") +
                               grids,
                  .source = "this project, after arXiv 2507.18553, Theorem 4",
                  .variant = "OBQ with the inverse of the whole H kept for every step"},
                 {Limits{.in = 6, .activations = true, .any_grid = true}, all_forms_agree_with(ObqInOrder()),
                  all_forms_agree_with(ObqNeverRefreshed<InverseOfAll>())});
}

Claim any_grid_box_claim() {
  return sampled(
      {.id = "box/any-grid",
       .statement =
           std::string("The nearest plane can return codes, by some choice at each tie, if and only "
                       "if -a/2 <= v_j <= b/2 for every j, with a and b the distances from the value "
                       "of the code to the next values of the grid below and above, and no condition "
                       "on a side without one. All codes of each layer are compared. The grids are ") +
           grids,
       .source = "this project",
       .variant = "the smaller of a and b in place of both"},
      {Limits{.in = 4, .out = 2, .codes = 16, .any_grid = true}, passing_is_reachable(in_its_cell),
       passing_is_reachable(in_the_smaller_half)});
}

}  // namespace quantcheck::check::ledger
