// Babai's nearest plane after LLL reduction (arXiv 2507.18553, Alg. 2).
#include <algorithm>

#include <quantcheck/proofs_check/ledger/determinant.h>
#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/topics.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/lattice/gram_schmidt.h>
#include <quantcheck/reference/lattice/lll.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/babai_on_basis.h>
#include <quantcheck/reference/quantizers/babai_reduced.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Codes;
using reference::Matrix;
using reference::Rational;
using RowLattice = reference::RowLattice<Rational>;
using reference::Vector;

RowLattice row_lattice(const Problem& p, Index row) {
  return reference::row_lattice(p.weight, factor_basis(p), p.grid, p.order, row);
}

CaseResult is_reduction(const RowLattice& lattice, const reference::Reduced& reduced) {
  for (const Rational& entry : reduced.transform.reshaped())
    if (denominator(entry) != 1) return refuted("T is not integral");
  if (abs(determinant(reduced.transform)) != 1) return refuted("T is not unimodular");
  if (Matrix<Rational>(lattice.basis * reduced.transform) != reduced.basis)
    return refuted("the reduced basis is not B T");
  if (!reference::is_lll_reduced(reduced.basis, Rational(3, 4))) return refuted("the basis is not reduced");
  return holds();
}

// Checks that every <b*_j, y - B z> / <b*_j, b*_j> lies in [-1/2, 1/2], where `difference` is y - B z.
CaseResult is_in_box(const Matrix<Rational>& basis, const Vector<Rational>& difference) {
  const reference::GramSchmidt<Rational> gs = reference::gram_schmidt(basis);
  for (Index j = 0; j < basis.cols(); ++j) {
    const Rational position = reference::inner_product(gs.directions.col(j), difference) / gs.squared_norm(j);
    if (abs(position) > Rational(1, 2))
      return refuted("Babai's point after LLL is off by " + shown(position) + " along direction " +
                     std::to_string(j) + " of the basis");
  }
  return holds();
}

// The integers of the nearest plane on the Hessian of a basis. The target's coordinates in the basis are the
// weights, and every scale is 1.
Vector<Rational> nearest_plane_on(const Matrix<Rational>& basis, const Vector<Rational>& target,
                                  Rounding rounding) {
  const Index n = basis.cols();
  const Matrix<Rational> hessian = reference::gram(basis);
  Problem p;
  p.weight = (reference::inverse(hessian) * (basis.transpose() * target)).transpose();
  p.hessian = hessian;
  p.damping = 0;
  p.grid = {1, {1}, {0}, std::vector<Index>(n, 0), {}};
  p.order = reference::natural_order(n);
  std::reverse(p.order.begin(), p.order.end());
  p.rounding = rounding;
  return codes_by_nearest_plane(p).row(0).cast<Rational>().transpose();
}

Vector<Rational> integers_of(const Problem& p, const Codes& codes, Index row, const RowLattice& lattice) {
  Vector<Rational> z(p.in());
  for (Index k = 0; k < p.in(); ++k) {
    const Index column = lattice.columns[k];
    z(k) = codes(row, column) - p.grid.zero_at(row, column);
  }
  return z;
}

// The basis whose boxes the point has to lie in. The false variant takes the basis before the reduction.
using BoxesOf = const Matrix<Rational>& (*)(const RowLattice&, const reference::Reduced&);

const Matrix<Rational>& reduced_basis(const RowLattice&, const reference::Reduced& reduced) {
  return reduced.basis;
}
const Matrix<Rational>& basis_as_it_was(const RowLattice& lattice, const reference::Reduced&) {
  return lattice.basis;
}

Codes codes_without_reduction(const Problem& p) {
  return reference::babai_on_basis(p.weight, factor_basis(p), p.grid, p.order,
                                   reference::decide_nearest(p.grid, p.rounding));
}

Codes codes_after_reduction(const Problem& p) {
  return reference::babai_reduced(p.weight, factor_basis(p), p.grid, p.order, p.rounding);
}

CaseCheck point_is_in_boxes_of(BoxesOf boxes_of) {
  return [=](const Problem& problem, Dice&) {
    const Problem p = unclipped(problem);
    const Codes codes = codes_after_reduction(p);
    for (Index row = 0; row < p.out(); ++row) {
      const RowLattice lattice = row_lattice(p, row);
      const reference::Reduced reduced = reference::lll(lattice.basis);
      CaseResult result = is_reduction(lattice, reduced);
      if (result.standing != Standing::holds) return result;
      const Vector<Rational> z = integers_of(p, codes, row, lattice);
      if (z != reduced.transform * nearest_plane_on(reduced.basis, lattice.target, p.rounding))
        return refuted("row " + std::to_string(row) + ": not the nearest plane's on the reduced Hessian", p);
      const Vector<Rational> difference = lattice.target - lattice.basis * z;
      result = is_in_box(boxes_of(lattice, reduced), difference);
      if (result.standing != Standing::holds) return refuted(result.words, p);
      const Rational loss = reference::inner_product(difference, difference);
      const Rational bound = reference::gram_schmidt(reduced.basis).squared_norm.sum() / 4;
      if (loss > bound) return refuted(in_row(row, "the loss", loss, "the reduced basis's bound", bound), p);
    }
    return holds();
  };
}

bool in_range(const CodeRange& range, Code code) {
  return (!range.min || code >= *range.min) && (!range.max || code <= *range.max);
}

// For each row whose nearest-plane codes all lie in the range without any clamping, checks that codes_of does
// not leave the range either.
CaseCheck codes_stay_in_range(Codes (*codes_of)(const Problem&)) {
  return [=](const Problem& p, Dice&) {
    const Problem open = unclipped(p);
    const Codes plain = codes_by_nearest_plane(open);
    const Codes codes = codes_of(open);
    for (Index row = 0; row < p.out(); ++row) {
      const auto all_in_range = [&](const Codes& of) {
        return std::ranges::all_of(of.row(row), [&](Code code) { return in_range(p.grid.range, code); });
      };
      if (all_in_range(plain) && !all_in_range(codes))
        return refuted("row " + std::to_string(row) + ": the nearest plane's codes are " +
                       joined(plain.row(row)) + ", after LLL " + joined(codes.row(row)));
    }
    return holds();
  };
}

}  // namespace

std::vector<Claim> reduction_claims() {
  const Limits on_activations{.in = 5, .out = 2, .activations = true};
  return {
      sampled({.id = "lll/nearest-plane",
               .statement =
                   "Babai's point after LLL (delta 3/4) is the nearest-plane result of the reduced basis "
                   "B T: in its boxes, and with at most 1/4 of its sum of squared "
                   "Gram-Schmidt norms as loss",
               .source = "arXiv 2507.18553, Alg. 2",
               .variant = "in the boxes of the basis as it was"},
              {on_activations, point_is_in_boxes_of(reduced_basis), point_is_in_boxes_of(basis_as_it_was)}),
      occurs(
          {.id = "lll/clipping",
           .statement = "LLL does not respect a clipped grid: where the nearest plane's codes are all within "
                        "the grid without any clamping, Babai's after LLL can be outside",
           .source = "after arXiv 2507.18553, Appendix A.2",
           .variant = "that layer's codes by Babai without LLL are outside too"},
          on_activations, codes_stay_in_range(codes_after_reduction),
          codes_stay_in_range(codes_without_reduction)),
  };
}

}  // namespace quantcheck::check::ledger
