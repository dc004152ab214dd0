// The bounds of the nearest plane's loss, which hold without clipping and break with it.
#include <algorithm>
#include <iterator>

#include <quantcheck/proofs_check/ledger/gptq/absolute_bound.h>
#include <quantcheck/proofs_check/ledger/gptq/any_grid.h>
#include <quantcheck/proofs_check/ledger/gptq/forms.h>
#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/topics.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/criteria/relative_bound.h>
#include <quantcheck/reference/lattice/closest_vector.h>
#include <quantcheck/reference/lattice/gram_schmidt.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Codes;
using reference::Matrix;
using reference::Rational;
using reference::Udu;
using reference::Vector;

using OnGrid = Problem (*)(Problem);

Problem as_drawn(Problem p) { return p; }

Problem with_both_ends(Problem p) {
  const Code low = p.grid.range.min.value_or(p.grid.range.max.value_or(7) - 15);
  p.grid.range = {low, p.grid.range.max.value_or(low + 15)};
  return p;
}

// Sets a row's weights such that, for the given codes, the residuals v_j are the entries of the vector. The
// false variant does so for the errors e_j. With v_j = -s_j / 2 every target is a tie, which rounding half up
// resolves to the given code.
using Plant = void (*)(Problem&, const Udu<Rational>&, const Codes&, Index row, const Vector<Rational>&);

CaseCheck bound_is_attained(Plant plant) {
  return [=](const Problem& problem, Dice& dice) {
    Problem p = unclipped(problem);
    p.rounding = Rounding::half_up;
    const Codes codes = random_codes(p, dice);
    const Udu<Rational> factor = reference::udu(factored_hessian(p));
    for (Index row = 0; row < p.out(); ++row) {
      Vector<Rational> half(p.in());
      for (Index j = 0; j < p.in(); ++j) half(j) = -p.grid.scale_at(row, p.order[j]) / 2;
      plant(p, factor, codes, row, half);
    }
    const Codes found = codes_by_nearest_plane(p, factor);
    for (Index row = 0; row < p.out(); ++row) {
      const Rational loss = loss_of(p, found, row);
      const Rational bound = reference::loss_bound(factor, p.grid, p.order, row);
      if (loss != bound) return refuted(in_row(row, "the loss", loss, "the bound", bound), p);
    }
    return holds();
  };
}

// The squared Gram-Schmidt norms of X diag(s), whose columns are in processing order.
using Norms = Vector<Rational> (*)(const Matrix<Rational>& basis);

Vector<Rational> norms_in_order(const Matrix<Rational>& basis) {
  return reference::gram_schmidt(basis).squared_norm;
}

Vector<Rational> norms_in_reversed_order(const Matrix<Rational>& basis) {
  return norms_in_order(basis.rowwise().reverse()).reverse();
}

CaseCheck terms_are(Norms norms) {
  return [=](const Problem& p, Dice&) {
    const Udu<Rational> factor = reference::udu(factored_hessian(p));
    for (Index row = 0; row < p.out(); ++row) {
      Matrix<Rational> basis = factor_basis(p);
      for (Index k = 0; k < p.in(); ++k) basis.col(k) *= p.grid.scale_at(row, p.order[k]);
      const Vector<Rational> found = norms(basis);
      const Vector<Rational> expected = reference::squared_norms(factor, p.grid, p.order, row);
      for (Index j = 0; j < p.in(); ++j)
        if (found(j) != expected(j)) return refuted(in_row(row, "||b*||^2", found(j), "D s^2", expected(j)));
    }
    return holds();
  };
}

using RelativeBound = Rational (*)(const Vector<Rational>& squared_norm);

constexpr Index enumeration_nodes = 20000;

CaseCheck loss_against_optimum(RelativeBound bound_of, OnGrid on_grid) {
  return [=](const Problem& problem, Dice&) {
    const Problem p = on_grid(problem);
    const Udu<Rational> factor = reference::udu(factored_hessian(p));
    const Codes codes = codes_by_nearest_plane(p, factor);
    for (Index row = 0; row < p.out(); ++row) {
      const auto closest =
          reference::closest_vector(p.weight, factor, p.grid, p.order, row, enumeration_nodes);
      if (!closest) return cannot_tell();
      Codes closest_codes = codes;
      for (Index j = 0; j < p.in(); ++j) closest_codes(row, j) = closest->codes[j];
      const Rational least = loss_of(p, closest_codes, row);
      const Rational loss = loss_of(p, codes, row);
      const Rational bound = least * bound_of(reference::squared_norms(factor, p.grid, p.order, row));
      if (loss < least) return refuted(in_row(row, "the loss", loss, "that of the closest codes", least), p);
      if (loss > bound)
        return refuted(in_row(row, "the nearest plane's loss", loss, "r times the least", bound), p);
    }
    return holds();
  };
}

// The false variant sums over what is processed at or before j.
Rational relative_bound_before(const Vector<Rational>& squared_norm) {
  return reference::relative_bound(Vector<Rational>(squared_norm.reverse()));
}

// The false variant has n in place of n + 1.
Rational too_weak_a_bound(const Vector<Rational>& squared_norm) {
  const Rational n = squared_norm.size();
  return reference::weakest_relative_bound(squared_norm) * n / (n + 1);
}

CaseCheck one_plus_bound_is_at_most(RelativeBound weaker) {
  return [=](const Problem& p, Dice&) {
    const Udu<Rational> factor = reference::udu(factored_hessian(p));
    for (Index row = 0; row < p.out(); ++row) {
      const Vector<Rational> d = reference::squared_norms(factor, p.grid, p.order, row);
      const Rational first = 1 + reference::relative_bound(d);
      const Rational second = weaker(d);
      if (first > second) return refuted(in_row(row, "1 + r", first, "the weaker form", second));
    }
    return holds();
  };
}

// Moves the weights outward, by distances that are doubled, until every row loses more than the bound. The
// check refutes if no distance does that, or if GPTQ and the nearest plane ever give different codes.
CaseCheck bound_breaks_far_out(OnGrid on_grid) {
  return [=](const Problem& problem, Dice&) {
    Problem p = on_grid(problem);
    const Udu<Rational> factor = reference::udu(factored_hessian(p));
    const auto decide = reference::decide_nearest(p.grid, p.rounding);
    Rational far = 16;
    for (int doubling = 0; doubling < 40; ++doubling, far *= 2) {
      for (Index row = 0; row < p.out(); ++row)
        for (Index j = 0; j < p.in(); ++j)
          p.weight(row, j) = problem.weight(row, j) + p.grid.scale_at(row, j) * far;
      const LayerOf<Rational> layer = layer_of(p);
      const Codes codes = NearestPlane()(layer, decide);
      if (codes != Gptq()(layer, decide)) return refuted("GPTQ and the nearest plane differ", p);
      bool all = true;
      for (Index row = 0; row < p.out(); ++row)
        all = all && loss_of(p, codes, row) > reference::loss_bound(factor, p.grid, p.order, row);
      if (all) return holds();
    }
    return refuted("weights moved by " + shown(far) + " steps lose no more than the bound", p);
  };
}

}  // namespace

std::vector<Claim> bound_claims() {
  const Limits any;
  const Limits small{.in = 5, .out = 2};
  const RelativeBound r = reference::relative_bound<Rational>;
  std::vector<Claim> claims = absolute_bound_claims();
  std::ranges::move(
      std::vector<Claim>{
          sampled({.id = "bound/attained",
                   .statement =
                       "The bound is tight: the weights whose residuals from given codes are v_j = -s_j / 2 "
                       "lose exactly 1/4 sum_j D_j s_j^2 (ties rounded up)",
                   .source = "arXiv 2507.18553, Theorem 5",
                   .variant = "the weights with errors e_j = -s_j / 2, each half-way by itself"},
                  {any, bound_is_attained(plant_residual), bound_is_attained(plant_errors)}),
          sampled(
              {.id = "bound/gram-schmidt",
               .statement = "D_j s_j^2 is ||b*_j||^2, the squared Gram-Schmidt norm of X diag(s) in reversed "
                            "processing order",
               .source = "arXiv 2507.18553, Theorem 5",
               .variant = "the order not reversed"},
              {Limits{.activations = true}, terms_are(norms_in_reversed_order), terms_are(norms_in_order)}),
          sampled({.id = "bound/relative",
                   .statement =
                       "Without clipping the nearest plane loses at most r times the least possible, r = "
                       "max_j (sum_{k >= j} D_k s_k^2) / (D_j s_j^2), j and k in processing order",
                   .source = "arXiv 2507.18553, Theorem 5, sharpened (there 1 + r)",
                   .variant = "the sum over k <= j"},
                  {small, loss_against_optimum(r, unclipped),
                   loss_against_optimum(relative_bound_before, unclipped)}),
          sampled({.id = "bound/relative-weaker",
                   .statement =
                       "The paper's two forms follow: r <= 1 + r <= (n + 1) max_{k >= j} (D_k s_k^2) / (D_j "
                       "s_j^2)",
                   .source = "arXiv 2507.18553, Theorem 5",
                   .variant = "n in place of n + 1"},
                  {any, one_plus_bound_is_at_most(reference::weakest_relative_bound<Rational>),
                   one_plus_bound_is_at_most(too_weak_a_bound)}),
          sampled(
              {.id = "bound/clipping",
               .statement = "Clipping breaks the bound, not the equality: on every grid with two ends some "
                            "weights lose more, and GPTQ and the nearest plane still agree on them",
               .source = "arXiv 2507.18553, Theorems 4 and 5",
               .variant = "the same on unbounded grids"},
              {any, bound_breaks_far_out(with_both_ends), bound_breaks_far_out(unclipped)}),
          occurs({.id = "bound/clipping-relative",
                  .statement =
                      "Clipping breaks the relative bound too: on a clipped grid the nearest plane can lose "
                      "more than r times the least possible",
                  .source = "this project",
                  .variant = "on the unbounded grid that layer does so too"},
                 {.in = 4, .out = 2, .codes = 4}, loss_against_optimum(r, as_drawn),
                 loss_against_optimum(r, unclipped)),
      },
      std::back_inserter(claims));
  std::ranges::move(any_grid_bound_claims(), std::back_inserter(claims));
  return claims;
}

}  // namespace quantcheck::check::ledger
