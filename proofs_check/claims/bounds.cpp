// Without clipping the nearest plane's loss is bounded; with clipping it is not.
#include <quantcheck/proofs_check/claims/layer_codes.h>
#include <quantcheck/proofs_check/claims/sampled.h>
#include <quantcheck/proofs_check/claims/topics.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/criteria/relative_bound.h>
#include <quantcheck/reference/lattice/closest_vector.h>
#include <quantcheck/reference/lattice/gram_schmidt.h>

namespace quantcheck::check {
namespace {

using reference::Codes;
using reference::Matrix;
using reference::Rational;
using reference::Udu;
using reference::Vector;

Rational loss_of(const Problem& p, const Codes& codes, const Udu<Rational>& factor, Index row) {
  return reference::loss_from_residual(
      reference::residual(reference::error_of(p.weight, codes, p.grid, p.order, row), factor), factor);
}

std::string in_row(Index row, const char* what, const Rational& a, const char* than, const Rational& b) {
  return "row " + std::to_string(row) + ": " + what + " is " + a.str() + ", " + than + " " + b.str();
}

Problem as_drawn(Problem p) { return p; }

CaseCheck loss_is_at_most(const Rational& share, Problem (*on_grid)(Problem)) {
  return [=](const Problem& problem, Dice&) {
    const Problem p = on_grid(problem);
    const Udu<Rational> factor = reference::udu(factored_hessian(p));
    const Codes codes = codes_by_nearest_plane(p, factor);
    for (Index row = 0; row < p.out(); ++row) {
      const Rational loss = loss_of(p, codes, factor, row);
      const Rational bound = reference::squared_norms(factor, p.grid, p.order, row).sum() * share;
      if (loss > bound) return refuted(in_row(row, "the loss", loss, "the bound", bound));
    }
    return holds();
  };
}

// v_j = -s_j / 2: rounding half up, each target ties and returns the code. With e in place of v it is wrong.
CaseCheck bound_is_attained(bool along_gram_schmidt) {
  return [=](const Problem& problem, Dice& dice) {
    Problem p = unclipped(problem);
    p.rounding = Rounding::half_up;
    const Codes codes = random_codes(p, dice);
    const Udu<Rational> factor = reference::udu(factored_hessian(p));
    for (Index row = 0; row < p.out(); ++row) {
      Vector<Rational> v(p.in());
      for (Index j = 0; j < p.in(); ++j) v(j) = -p.grid.scale_at(row, p.order[j]) / 2;
      if (along_gram_schmidt) {
        plant_residual(p, factor, codes, row, v);
      } else {
        for (Index j = 0; j < p.in(); ++j) {
          const Index column = p.order[j];
          p.weight(row, column) = reference::dequant(p.grid, row, column, codes(row, column)) + v(j);
        }
      }
    }
    const Codes found = codes_by_nearest_plane(p, factor);
    for (Index row = 0; row < p.out(); ++row) {
      const Rational loss = loss_of(p, found, factor, row);
      const Rational bound = reference::loss_bound(factor, p.grid, p.order, row);
      if (loss != bound) return refuted(in_row(row, "the loss", loss, "the bound", bound));
    }
    return holds();
  };
}

// The basis is taken in reversed order; not reversed it is wrong.
CaseCheck norms_are_gram_schmidt(bool reversed) {
  return [=](const Problem& p, Dice&) {
    const Udu<Rational> factor = reference::udu(factored_hessian(p));
    for (Index row = 0; row < p.out(); ++row) {
      Matrix<Rational> basis = factor_basis(p);
      for (Index k = 0; k < p.in(); ++k) basis.col(k) *= p.grid.scale_at(row, p.order[k]);
      Vector<Rational> found =
          reference::gram_schmidt(reversed ? Matrix<Rational>(basis.rowwise().reverse()) : basis)
              .squared_norm;
      if (reversed) found = Vector<Rational>(found.reverse());
      const Vector<Rational> expected = reference::squared_norms(factor, p.grid, p.order, row);
      for (Index j = 0; j < p.in(); ++j)
        if (found(j) != expected(j)) return refuted(in_row(row, "||b*||^2", found(j), "D s^2", expected(j)));
    }
    return holds();
  };
}

using RelativeBound = std::function<Rational(const Vector<Rational>&)>;

constexpr Index enumeration_nodes = 20000;

CaseCheck loss_against_optimum(const RelativeBound& bound_of, Problem (*on_grid)(Problem)) {
  return [=](const Problem& problem, Dice&) {
    const Problem p = on_grid(problem);
    const Udu<Rational> factor = reference::udu(factored_hessian(p));
    const Codes codes = codes_by_nearest_plane(p, factor);
    for (Index row = 0; row < p.out(); ++row) {
      const auto closest =
          reference::closest_vector(p.weight, factor, p.grid, p.order, row, enumeration_nodes);
      if (!closest) return cannot_tell();
      const Rational loss = loss_of(p, codes, factor, row);
      if (loss < closest->loss) return refuted(in_row(row, "the loss", loss, "the least", closest->loss));
      const Rational bound = closest->loss * bound_of(reference::squared_norms(factor, p.grid, p.order, row));
      if (loss > bound) return refuted(in_row(row, "the loss", loss, "the bound", bound));
    }
    return holds();
  };
}

// Wrong: the sum over what is processed at or before j.
Rational relative_bound_before(const Vector<Rational>& squared_norm) {
  return reference::relative_bound(Vector<Rational>(squared_norm.reverse()));
}

// r <= 1 + r <= (n + `added`) max, where only 1 may be added.
CaseCheck weaker_forms(int added) {
  return [=](const Problem& p, Dice&) {
    const Udu<Rational> factor = reference::udu(factored_hessian(p));
    for (Index row = 0; row < p.out(); ++row) {
      const Vector<Rational> d = reference::squared_norms(factor, p.grid, p.order, row);
      const Rational first = 1 + reference::relative_bound(d);
      const Rational largest = reference::weakest_relative_bound(d) / Rational(p.in() + 1);
      const Rational second = largest * Rational(p.in() + added);
      if (first > second) return refuted(in_row(row, "1 + max of sums", first, "the weakest form", second));
    }
    return holds();
  };
}

// Weights so far beyond the end of the grid that every row loses more than the bound, which there must be;
// GPTQ and the nearest plane still agree on them.
CaseResult clipping_breaks_the_bound(const Problem& problem, Dice&) {
  Problem p = problem;
  const Code low = p.grid.range.min.value_or(p.grid.range.max.value_or(7) - 15);
  const Code high = p.grid.range.max.value_or(low + 15);
  p.grid.range = {low, high};
  const Udu<Rational> factor = reference::udu(factored_hessian(p));
  const auto decide = reference::decide_nearest(p.grid, p.rounding);
  const auto beyond = [&](const Codes& codes, Index row) {
    return loss_of(p, codes, factor, row) > reference::loss_bound(factor, p.grid, p.order, row);
  };
  Rational far = high - low + 1;
  for (int doubling = 0; doubling < 100; ++doubling, far *= 2) {
    for (Index row = 0; row < p.out(); ++row)
      for (Index j = 0; j < p.in(); ++j)
        p.weight(row, j) = problem.weight(row, j) + p.grid.scale_at(row, j) * far;
    const Layer<Rational> layer = layer_of(p);
    const Codes codes = NearestPlane()(layer, decide);
    if (codes != Gptq()(layer, decide)) return refuted("GPTQ and the nearest plane differ");
    bool all = true;
    for (Index row = 0; row < p.out(); ++row) all = all && beyond(codes, row);
    if (all) return holds();
  }
  return refuted("weights " + far.str() + " steps beyond the grid lose no more than the bound");
}

}  // namespace

std::vector<Claim> bound_claims() {
  const Limits any;
  const Limits small{.in = 5, .out = 2};
  const Limits on_activations{.activations = true};
  const Rational quarter(1, 4);
  return {
      sampled({.id = "bound/absolute",
               .statement = "Without clipping a row loses at most 1/4 sum_j D_j s_j^2",
               .source = "arXiv 2507.18553, Theorem 5",
               .variant = "1/5 in place of 1/4"},
              {any, loss_is_at_most(quarter, unclipped), loss_is_at_most(Rational(1, 5), unclipped)}),
      sampled(
          {.id = "bound/attained",
           .statement = "The bound is tight: the weights with residual v_j = -s_j / 2 from any codes lose "
                        "exactly 1/4 sum_j D_j s_j^2 (half rounded up)",
           .source = "arXiv 2507.18553, Theorem 5",
           .variant = "weights with errors e_j = -s_j / 2, every one half-way by itself"},
          {any, bound_is_attained(true), bound_is_attained(false)}),
      sampled({.id = "bound/gram-schmidt",
               .statement = "D_j s_j^2 is ||b*_j||^2, the squared Gram-Schmidt norm of X diag(s) in reversed "
                            "order",
               .source = "arXiv 2507.18553, Theorem 5",
               .variant = "the order not reversed"},
              {on_activations, norms_are_gram_schmidt(true), norms_are_gram_schmidt(false)}),
      sampled(
          {.id = "bound/relative",
           .statement = "Without clipping a row loses at most max_j (sum of D_k s_k^2 over k processed at "
                        "or after j) / (D_j s_j^2) times the least possible",
           .source = "arXiv 2507.18553, Theorem 5, sharpened",
           .variant = "the sum over k processed at or before j"},
          {small, loss_against_optimum(reference::relative_bound<Rational>, unclipped),
           loss_against_optimum(relative_bound_before, unclipped)}),
      sampled({.id = "bound/relative-weaker",
               .statement = "The paper's forms follow from it: 1 + that maximum, which is at most (n + 1) "
                            "max_j max_k D_k s_k^2 / (D_j s_j^2)",
               .source = "arXiv 2507.18553, Theorem 5",
               .variant = "n in place of n + 1"},
              {any, weaker_forms(1), weaker_forms(0)}),
      sampled({.id = "bound/clipping",
               .statement = "Clipping breaks the bound, not the equivalence: on any grid with two ends some "
                            "weights lose more, and GPTQ still has the nearest plane's codes",
               .source = "arXiv 2507.18553, Theorems 4 and 5",
               .variant = "the bound holds on clipped grids too"},
              {any, clipping_breaks_the_bound, loss_is_at_most(quarter, as_drawn)}),
      occurs(
          {.id = "bound/clipping-relative",
           .statement = "Clipping breaks the relative bound too: on a clipped grid the nearest plane can be "
                        "farther from the closest codes",
           .source = "docs/claims.md"},
          {.in = 4, .out = 2, .codes = 4},
          loss_against_optimum(reference::relative_bound<Rational>, as_drawn)),
  };
}

}  // namespace quantcheck::check
