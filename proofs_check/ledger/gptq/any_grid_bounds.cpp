// The bounds of the nearest plane's loss by the gaps beside its codes, on grids of every kind.
#include <algorithm>
#include <optional>

#include <quantcheck/proofs_check/ledger/gptq/any_grid.h>
#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/criteria/relative_bound.h>
#include <quantcheck/reference/lattice/closest_vector.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Codes;
using reference::Gaps;
using reference::Rational;
using reference::Udu;
using reference::Vector;

using Plant = void (*)(Problem&, const Udu<Rational>&, const Codes&, Index row, const Vector<Rational>&);

// A code of the grid for which `fits` holds of the gaps beside it: of a table any one, of integers -9 .. 9.
template <class Fits>
Code random_code(const Grid<Rational>& grid, Dice& dice, Fits fits) {
  std::vector<Code> codes;
  const Code first = grid.levels.empty() ? -9 : 0;
  const Code last = grid.levels.empty() ? 9 : std::ssize(grid.levels) - 1;
  for (Code code = first; code <= last; ++code)
    if (fits(reference::gaps(grid, code))) codes.push_back(code);
  return codes[dice.below(std::ssize(codes))];
}

template <class Fits>
Codes random_codes_of(const Problem& p, Dice& dice, Fits fits) {
  Codes codes(p.out(), p.in());
  for (Code& code : codes.reshaped()) code = random_code(p.grid, dice, fits);
  return codes;
}

// The problem on a grid of at least two values, where nothing can be clipped if its codes are integers. A
// table of one value, on which there is no bound, gets another one.
Problem with_gaps(const Problem& problem) {
  Problem p = unclipped(problem);
  if (!reference::smallest_gap(p.grid)) p.grid.levels.push_back(p.grid.levels.front() + 1);
  return p;
}

// That problem with its weights moved so that no decision is clipped and none is a tie: every target lies
// less than half a gap from the value of a random code, or of the gap on the other side at an end of the
// grid.
Problem inside_of_cells(const Problem& problem, Dice& dice) {
  Problem p = with_gaps(problem);
  const Udu<Rational> factor = reference::udu(factored_hessian(p));
  const Codes codes = random_codes_of(p, dice, [](const Gaps<Rational>&) { return true; });
  for (Index row = 0; row < p.out(); ++row) {
    Vector<Rational> v(p.in());
    for (Index j = 0; j < p.in(); ++j) {
      const Index column = p.order[j];
      const Gaps<Rational> gaps = reference::gaps(p.grid, codes(row, column));
      const bool upward = dice.chance(50);
      const std::optional<Rational>& side = upward ? gaps.above : gaps.below;
      const Rational gap = side ? *side : *(upward ? gaps.below : gaps.above);
      const auto part = dice.pick<Rational>({0, Rational(1, 4), Rational(1, 3), Rational(511, 1024)});
      v(j) = p.grid.scale_at(row, column) * gap * (upward ? part : Rational(-part));
    }
    plant_residual(p, factor, codes, row, v);
  }
  return p;
}

using BoundOfCodes = std::optional<Rational> (*)(const Udu<Rational>&, const Grid<Rational>&, const Order&,
                                                 const Codes&, Index row);

std::optional<Rational> by_larger_gaps(const Udu<Rational>& factor, const Grid<Rational>& grid,
                                       const Order& order, const Codes& codes, Index row) {
  return reference::loss_bound(factor, grid, order, codes, row);
}

std::optional<Rational> by_smaller_gaps(const Udu<Rational>& factor, const Grid<Rational>& grid,
                                        const Order& order, const Codes& codes, Index row) {
  const Vector<Rational> norms = reference::squared_norms(factor, grid, order, row);
  Rational sum = 0;
  for (Index j = 0; j < norms.size(); ++j) {
    const Gaps<Rational> gaps = reference::gaps(grid, codes(row, order[j]));
    const Rational gap = std::min(gaps.below.value_or(*reference::larger_gap(gaps)),
                                  gaps.above.value_or(*reference::larger_gap(gaps)));
    sum += norms(j) * gap * gap;
  }
  return sum / 4;
}

CaseCheck loss_is_within(BoundOfCodes bound_of) {
  return [=](const Problem& problem, Dice& dice) {
    const Problem p = inside_of_cells(problem, dice);
    const Udu<Rational> factor = reference::udu(factored_hessian(p));
    const Codes codes = codes_by_nearest_plane(p, factor);
    for (Index row = 0; row < p.out(); ++row) {
      const Rational loss = loss_of(p, codes, row);
      const Rational bound = bound_of(factor, p.grid, p.order, codes, row).value();
      if (loss > bound) return refuted(in_row(row, "the loss", loss, "the bound", bound), p);
    }
    return holds();
  };
}

bool is_larger_below(const Gaps<Rational>& gaps) {
  return gaps.below && *gaps.below >= gaps.above.value_or(*gaps.below);
}

CaseCheck larger_gaps_are_attained(Plant plant) {
  return [=](const Problem& problem, Dice& dice) {
    Problem p = with_gaps(problem);
    p.rounding = Rounding::half_up;
    const Udu<Rational> factor = reference::udu(factored_hessian(p));
    const Codes codes = random_codes_of(p, dice, is_larger_below);
    for (Index row = 0; row < p.out(); ++row) {
      Vector<Rational> half(p.in());
      for (Index j = 0; j < p.in(); ++j) {
        const Index column = p.order[j];
        half(j) =
            -p.grid.scale_at(row, column) * reference::gaps(p.grid, codes(row, column)).below.value() / 2;
      }
      plant(p, factor, codes, row, half);
    }
    const Codes found = codes_by_nearest_plane(p, factor);
    for (Index row = 0; row < p.out(); ++row) {
      const Rational loss = loss_of(p, found, row);
      const Rational bound = reference::loss_bound(factor, p.grid, p.order, found, row).value();
      if (loss != bound) return refuted(in_row(row, "the loss", loss, "the bound", bound), p);
    }
    return holds();
  };
}

using BoundOfGaps = Rational (*)(const Vector<Rational>& larger, const Vector<Rational>& smallest);

// The false variant sums over what is processed at or before j.
Rational sum_before(const Vector<Rational>& larger, const Vector<Rational>& smallest) {
  return reference::relative_bound(Vector<Rational>(larger.reverse()), Vector<Rational>(smallest.reverse()));
}

constexpr Index nodes_on_any_grid = 20000;

CaseCheck loss_is_within_times_the_least(BoundOfGaps bound_of) {
  return [=](const Problem& problem, Dice& dice) {
    const Problem p = inside_of_cells(problem, dice);
    const Udu<Rational> factor = reference::udu(factored_hessian(p));
    const Codes codes = codes_by_nearest_plane(p, factor);
    for (Index row = 0; row < p.out(); ++row) {
      const auto closest =
          reference::closest_vector(p.weight, factor, p.grid, p.order, row, nodes_on_any_grid);
      if (!closest) return cannot_tell();
      const Rational loss = loss_of(p, codes, row);
      const Rational r = bound_of(reference::squared_gaps(factor, p.grid, p.order, codes, row).value(),
                                  reference::squared_smallest_gaps(factor, p.grid, p.order, row).value());
      if (loss > closest->loss * r)
        return refuted(
            in_row(row, "the nearest plane's loss", loss, "r times the least", Rational(closest->loss * r)),
            p);
    }
    return holds();
  };
}

}  // namespace

std::vector<Claim> any_grid_bound_claims() {
  const Limits any{.any_grid = true};
  const Limits small{.in = 5, .out = 2, .any_grid = true};
  return {
      sampled({.id = "bound/any-grid",
               .statement =
                   "On a grid of any levels: if no target lies beyond an end of the grid by more than half "
                   "the gap there, a row loses at most 1/4 sum_j D_j (s_j g_j)^2, with g_j the larger of the "
                   "gaps beside the code",
               .source = "this project, after arXiv 2507.18553, Theorem 5",
               .variant = "the smaller of the gaps"},
              {any, loss_is_within(by_larger_gaps), loss_is_within(by_smaller_gaps)}),
      sampled({.id = "bound/any-grid-attained",
               .statement =
                   "That bound is tight: the weights whose residuals are v_j = -s_j g_j / 2, from codes with "
                   "the larger gap below, lose exactly as much (ties to the greater level)",
               .source = "this project, after arXiv 2507.18553, Theorem 5",
               .variant = "the weights with errors e_j = -s_j g_j / 2, each half-way by itself"},
              {any, larger_gaps_are_attained(plant_residual), larger_gaps_are_attained(plant_errors)}),
      sampled(
          {.id = "bound/any-grid-relative",
           .statement = "On such a grid the nearest plane loses at most r times the least possible, without "
                        "clipping: r = max_j (sum_{k >= j} D_k (s_k g_k)^2) / (D_j (s_j g)^2), with g the "
                        "smallest gap of the grid",
           .source = "this project, after arXiv 2507.18553, Theorem 5",
           .variant = "the sum over k <= j"},
          {small, loss_is_within_times_the_least(reference::relative_bound<Rational>),
           loss_is_within_times_the_least(sum_before)}),
  };
}

}  // namespace quantcheck::check::ledger
