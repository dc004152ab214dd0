// Babai's nearest plane after LLL reduction, as the paper's Alg. 2 has it.
#include <algorithm>

#include <quantcheck/proofs_check/claims/determinant.h>
#include <quantcheck/proofs_check/claims/layer_codes.h>
#include <quantcheck/proofs_check/claims/sampled.h>
#include <quantcheck/proofs_check/claims/topics.h>
#include <quantcheck/reference/lattice/gram_schmidt.h>
#include <quantcheck/reference/lattice/lll.h>
#include <quantcheck/reference/quantizers/babai_reduced.h>

namespace quantcheck::check {
namespace {

using reference::Codes;
using reference::inner_product;
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

// Every <b*_j, y - B z> / <b*_j, b*_j> within [-1/2, 1/2].
CaseResult is_in_box(const Matrix<Rational>& basis, const Vector<Rational>& difference) {
  const reference::GramSchmidt<Rational> gs = reference::gram_schmidt(basis);
  for (Index j = 0; j < basis.cols(); ++j) {
    const Rational position = inner_product(gs.directions.col(j), difference) / gs.squared_norm(j);
    if (abs(position) > Rational(1, 2))
      return refuted("Babai's point after LLL is " + position.str() +
                     " steps from the target along direction " + std::to_string(j) + " of the basis");
  }
  return holds();
}

// The nearest plane on the Hessian of a basis: the target's coordinates are the weights, every scale is 1.
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

// On the reduced basis; on the basis as it was it is wrong.
CaseCheck nearest_plane_of_reduced(bool reduced_box) {
  return [=](const Problem& p, Dice&) {
    const Codes codes = reference::babai_reduced(p.weight, factor_basis(p), p.grid, p.order, p.rounding);
    for (Index row = 0; row < p.out(); ++row) {
      const RowLattice lattice = row_lattice(p, row);
      const reference::Reduced reduced = reference::lll(lattice.basis);
      CaseResult result = is_reduction(lattice, reduced);
      if (result.standing != Standing::holds) return result;
      const Vector<Rational> z = integers_of(p, codes, row, lattice);
      if (z != reduced.transform * nearest_plane_on(reduced.basis, lattice.target, p.rounding))
        return refuted("row " + std::to_string(row) + ": not the nearest plane's on the reduced Hessian");
      const Vector<Rational> difference = lattice.target - lattice.basis * z;
      result = is_in_box(reduced_box ? reduced.basis : lattice.basis, difference);
      if (result.standing != Standing::holds) return result;
      const Rational bound = reference::gram_schmidt(reduced.basis).squared_norm.sum() / 4;
      if (inner_product(difference, difference) > bound)
        return refuted("the loss is above the reduced bound");
    }
    return holds();
  };
}

// Each decision clamped to -1 .. 1, as GPTQ clamps its own, but in the coordinates of the reduced basis.
CaseResult stays_in_grid(const Problem& p, Dice&) {
  for (Index row = 0; row < p.out(); ++row) {
    const RowLattice lattice = row_lattice(p, row);
    const reference::Reduced reduced = reference::lll(lattice.basis);
    const Vector<Rational> z =
        reference::babai(reduced.basis, lattice.target, [&](Index, const Rational& zeta) {
          const Rational nearest = reference::round_to_integer(zeta, p.rounding);
          return std::clamp(nearest, Rational(-1), Rational(1));
        });
    const Vector<Rational> codes = reduced.transform * z;
    for (Index k = 0; k < p.in(); ++k)
      if (abs(codes(k)) > 1)
        return refuted("row " + std::to_string(row) + ": with decisions clamped to -1 .. 1 column " +
                       std::to_string(lattice.columns[k]) + " gets " + codes(k).str());
  }
  return holds();
}

}  // namespace

std::vector<Claim> reduction_claims() {
  const Limits on_activations{.in = 5, .out = 2, .activations = true};
  return {
      sampled(
          {.id = "lll/nearest-plane",
           .statement = "Babai's point after LLL (delta 3/4) is the nearest-plane result of the reduced "
                        "basis B T: in its boxes, and within 1/4 of its sum of squared Gram-Schmidt norms",
           .source = "arXiv 2507.18553, Alg. 2",
           .variant = "in the boxes of the basis as it was"},
          {on_activations, nearest_plane_of_reduced(true), nearest_plane_of_reduced(false)}),
      occurs(
          {.id = "lll/clipping",
           .statement = "LLL does not go with clipping: decisions clamped to the grid in the reduced basis "
                        "give codes outside of it",
           .source = "arXiv 2507.18553, Appendix A.2"},
          on_activations, stays_in_grid),
  };
}

}  // namespace quantcheck::check
