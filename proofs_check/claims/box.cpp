// The box criterion, in both directions, by all codes there are.
#include <algorithm>
#include <set>

#include <quantcheck/proofs_check/claims/determinant.h>
#include <quantcheck/proofs_check/claims/layer_codes.h>
#include <quantcheck/proofs_check/claims/sampled.h>
#include <quantcheck/proofs_check/claims/topics.h>
#include <quantcheck/reference/criteria/box.h>

namespace quantcheck::check {
namespace {

using reference::Codes;
using reference::Matrix;
using reference::Rational;
using reference::Udu;
using reference::Vector;

using RowCodes = std::vector<Code>;  // by column

// The target of step `step`, by its meaning: what the weight of that column would have to be dequantized to
// for the least loss, were it and all later ones free, given the codes before. That is w_j - e_j with e_F =
// -H_FF^-1 H_FE e_E, e_j by Cramer's rule.
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

// All codes of a row that some choice at each tie leads to.
void branch(const Problem& p, const Matrix<Rational>& hessian, Index row, Index step, RowCodes& codes,
            std::set<RowCodes>& reached) {
  if (step == p.in()) {
    reached.insert(codes);
    return;
  }
  const Index column = p.order[step];
  const Rational target = target_at(p, hessian, row, step, codes);
  const auto distance = [&](Code code) {
    return Rational(
        abs(target - p.grid.scale_at(row, column) * Rational(code - p.grid.zero_at(row, column))));
  };
  Rational least = distance(*p.grid.range.min);
  for (Code code = *p.grid.range.min; code <= *p.grid.range.max; ++code)
    least = std::min(least, distance(code));
  for (Code code = *p.grid.range.min; code <= *p.grid.range.max; ++code)
    if (distance(code) == least) {
      codes[column] = code;
      branch(p, hessian, row, step + 1, codes, reached);
    }
}

bool in_every_box(const Problem& p, const Udu<Rational>& factor, Index row, const RowCodes& row_codes,
                  bool ties) {
  Codes codes(p.out(), p.in());
  for (Index j = 0; j < p.in(); ++j) codes(row, j) = row_codes[j];
  const Vector<Rational> v =
      reference::residual(reference::error_of(p.weight, codes, p.grid, p.order, row), factor);
  for (Index k = 0; k < p.in(); ++k) {
    const Index column = p.order[k];
    const auto position =
        reference::box_position(v(k), p.grid.scale_at(row, column), row_codes[column], p.grid.range);
    if (position.asked && (ties ? position.excess > 0 : position.excess >= 0)) return false;
  }
  return true;
}

// The next codes in range, as an odometer counts; false after the last.
bool advance(RowCodes& codes, const CodeRange& range) {
  for (Code& code : codes) {
    if (++code <= *range.max) return true;
    code = *range.min;
  }
  return false;
}

std::string text(const RowCodes& codes) {
  std::string words;
  for (const Code code : codes) words += (words.empty() ? "" : " ") + std::to_string(code);
  return words;
}

// With `ties` false the codes of a tie are left out, which is wrong.
CaseCheck box_is_reachable(bool ties) {
  return [=](const Problem& p, Dice&) {
    const Matrix<Rational> hessian = factored_hessian(p);
    const Udu<Rational> factor = reference::udu(hessian);
    for (Index row = 0; row < p.out(); ++row) {
      std::set<RowCodes> reachable;
      RowCodes codes(p.in());
      branch(p, hessian, row, 0, codes, reachable);
      std::fill(codes.begin(), codes.end(), *p.grid.range.min);
      do {
        const bool passes = in_every_box(p, factor, row, codes, ties);
        if (passes != reachable.contains(codes))
          return refuted("row " + std::to_string(row) + ", codes " + text(codes) + ": " +
                         (passes ? "in every box, but no choice at the ties leads there"
                                 : "outside of a box, but the nearest plane reaches them"));
      } while (advance(codes, p.grid.range));
    }
    return holds();
  };
}

}  // namespace

std::vector<Claim> box_claims() {
  return {
      sampled({.id = "box/criterion",
               .statement = "Codes lie in every box, |v_j| <= |s_j| / 2 but for the ends of the grid, if and "
                            "only if the nearest plane reaches them by some choice at each tie: all codes "
                            "of each layer (n <= 3, at most 4 codes)",
               .source = "arXiv 2507.18553 on Babai's box; with clipping",
               .variant = "|v_j| < |s_j| / 2"},
              {Limits{.in = 3, .out = 2, .codes = 4}, box_is_reachable(true), box_is_reachable(false)})};
}

}  // namespace quantcheck::check
