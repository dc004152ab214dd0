// Quantizing a row is a closest vector problem, and OBQ's steps are projections in it.
#include <optional>

#include <quantcheck/proofs_check/claims/layer_codes.h>
#include <quantcheck/proofs_check/claims/sampled.h>
#include <quantcheck/proofs_check/claims/topics.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/lattice/gram_schmidt.h>

namespace quantcheck::check {
namespace {

using reference::Codes;
using reference::inner_product;
using reference::Matrix;
using reference::ObqStep;
using reference::Rational;
using reference::Vector;

// ||B z - y||^2 for B = F diag(s) and y = F w, F in processing order.
Rational squared_distance(const Problem& p, const Matrix<Rational>& f, const Codes& codes, Index row) {
  Vector<Rational> difference = Vector<Rational>::Constant(f.rows(), Rational(0));
  for (Index k = 0; k < p.in(); ++k) {
    const Index column = p.order[k];
    const Rational z = codes(row, column) - p.grid.zero_at(row, column);
    difference += f.col(k) * p.grid.scale_at(row, column) * z - f.col(k) * p.weight(row, column);
  }
  return inner_product(difference, difference);
}

// F reflected at a random hyperplane: another factor of the same Gram matrix, and no triangular one.
Matrix<Rational> reflected(const Matrix<Rational>& f, Dice& dice) {
  Vector<Rational> normal(f.rows());
  for (Rational& entry : normal) entry = dice.between(-3, 3);
  normal(0) = 4;
  return f - normal * (normal.transpose() * f) * Rational(2 / inner_product(normal, normal));
}

// `with_damping` false leaves out the rows sqrt(lambda) I, which is wrong.
CaseCheck loss_is_a_distance(bool with_damping) {
  return [=](const Problem& p, Dice& dice) {
    Matrix<Rational> f = factor_basis(p);
    if (!with_damping) f = Matrix<Rational>(f.topRows(p.activations.rows()));
    const Matrix<Rational> other = reflected(f, dice);
    const Matrix<Rational> hessian = factored_hessian(p);
    const Codes codes = random_codes(p, dice);
    for (Index row = 0; row < p.out(); ++row) {
      const Rational loss =
          reference::loss(reference::error_of(p.weight, codes, p.grid, p.order, row), hessian);
      const Rational distance = squared_distance(p, f, codes, row);
      const Rational by_other = squared_distance(p, other, codes, row);
      if (distance != loss || by_other != loss)
        return refuted("row " + std::to_string(row) + ": the loss is " + loss.str() +
                       ", the squared distance " + distance.str() + ", by another factor " + by_other.str());
    }
    return holds();
  };
}

// `over_pivots` false weighs with the diagonal of H, which is wrong.
CaseCheck gptq_errors_give_the_loss(bool over_pivots) {
  return [=](const Problem& p, Dice&) {
    const Matrix<Rational> hessian = factored_hessian(p);
    const reference::Ldl<Rational> factor = reference::ldl(reference::inverse(hessian));
    Matrix<Rational> eps(p.out(), p.in());
    const auto decide = reference::decide_nearest(p.grid, p.rounding);
    const Codes codes = reference::gptq(
        p.weight, factor, p.grid, p.order, [&](Index row, Index column, const Rational& target) {
          const Code code = decide(row, column, target);
          eps(row, column) = reference::dequant(p.grid, row, column, code) - target;
          return code;
        });
    for (Index row = 0; row < p.out(); ++row) {
      Rational sum = 0;
      for (Index j = 0; j < p.in(); ++j) {
        const Rational& error = eps(row, p.order[j]);
        sum += over_pivots ? error * error / factor.pivot(j) : error * error * hessian(j, j);
      }
      const Rational loss =
          reference::loss(reference::error_of(p.weight, codes, p.grid, p.order, row), hessian);
      if (loss != sum)
        return refuted("row " + std::to_string(row) + ": the loss is " + loss.str() + ", the sum " +
                       sum.str());
    }
    return holds();
  };
}

// The columns of X named by `free`, the one at `last` moved to the end.
Matrix<Rational> columns_ending_with(const Matrix<Rational>& x, std::vector<Index> free, Index last) {
  free.push_back(free[last]);
  free.erase(free.begin() + last);
  return x(Eigen::all, free);
}

// The basis in the columns' own order.
Matrix<Rational> own_basis(const Problem& p) {
  return factor_basis(p)(Eigen::all, reference::inverse_order(p.order));
}

struct Before {
  Index row;
  std::vector<Index> free;
  Vector<Rational> weight;
  Index moved;  // position in `free`
};

// The hyperplane of the points with w_j fixed has the directions x_k, k in J \ {j}; its distance from the
// present point is |dw_j| times the length of x_j's part that is orthogonal to them.
CaseResult is_projection(const Matrix<Rational>& x, const Before& before, const Vector<Rational>& weight) {
  const Vector<Rational> step = weight - before.weight;
  const Vector<Rational> move = x * step;
  const Index column = before.free[before.moved];
  for (const Index k : before.free)
    if (k != column && inner_product(move, x.col(k)) != 0)
      return refuted("the update of column " + std::to_string(column) + " is not orthogonal to x_" +
                     std::to_string(k));
  const Rational height =
      reference::gram_schmidt(columns_ending_with(x, before.free, before.moved)).squared_norm.tail(1)(0);
  const Rational distance = step(column) * step(column) * height;
  const Rational moved = inner_product(move, move);
  if (moved != distance)
    return refuted("column " + std::to_string(column) + ": moved by " + moved.str() +
                   " (squared), the hyperplane is at " + distance.str());
  return holds();
}

// Random decisions, so that the update is seen from any point. `along_all` orthogonalizes against all columns
// instead of the free ones, which is wrong.
CaseCheck update_is_projection(bool along_all) {
  return [=](const Problem& p, Dice& dice) {
    const Matrix<Rational> x = own_basis(p);
    const Codes codes = random_codes(p, dice);
    CaseResult result = holds();
    std::optional<Before> before;
    const auto choose_in_order = reference::choose_in_order(p.order);
    const auto choose = [&](const ObqStep<Rational>& step) {
      if (before && before->row == step.row && result.standing == Standing::holds)
        result = is_projection(x, *before, step.weight);
      const Index chosen = choose_in_order(step);
      before = Before{step.row, step.free, step.weight, chosen};
      if (along_all) before->free = reference::natural_order(p.in());
      if (along_all) before->moved = step.free[chosen];
      return chosen;
    };
    reference::obq(p.weight, reference::damped(p.hessian, p.damping), p.grid, choose,
                   [&](Index row, Index column, const Rational&) { return codes(row, column); });
    return result;
  };
}

// The squared distance to the hyperplane that quantizing a free column leads to.
Rational distance_to_hyperplane(const Problem& p, const Matrix<Rational>& x, const ObqStep<Rational>& step,
                                Index j) {
  const Index column = step.free[j];
  const Rational& w = step.weight(column);
  const Code code = reference::nearest_code(p.grid, step.row, column, w, p.rounding);
  const Rational eps = reference::dequant(p.grid, step.row, column, code) - w;
  return eps * eps * reference::gram_schmidt(columns_ending_with(x, step.free, j)).squared_norm.tail(1)(0);
}

// The weight nearest to its grid.
Index least_rounding_error(const Problem& p, const ObqStep<Rational>& step) {
  const auto error = [&](Index j) {
    const Index column = step.free[j];
    const Rational& w = step.weight(column);
    const Code code = reference::nearest_code(p.grid, step.row, column, w, p.rounding);
    return Rational(abs(reference::dequant(p.grid, step.row, column, code) - w));
  };
  Index best = 0;
  for (Index j = 1; j < step.inverse.rows(); ++j)
    if (error(j) < error(best)) best = j;
  return best;
}

// `own` is OBQ's choice; the weight nearest to its grid is a wrong one.
CaseCheck choice_is_closest(bool own) {
  return [=](const Problem& p, Dice&) {
    const Matrix<Rational> x = own_basis(p);
    const auto choose_least_loss = reference::choose_least_loss(p.grid, p.rounding);
    CaseResult result = holds();
    const auto choose = [&](const ObqStep<Rational>& step) {
      const Index chosen = own ? choose_least_loss(step) : least_rounding_error(p, step);
      const Rational distance = distance_to_hyperplane(p, x, step, chosen);
      for (Index j = 0; j < step.inverse.rows(); ++j) {
        const Rational other = distance_to_hyperplane(p, x, step, j);
        if (other < distance && result.standing == Standing::holds)
          result = refuted("the hyperplane of column " + std::to_string(step.free[chosen]) + " is at " +
                           distance.str() + " (squared), that of column " + std::to_string(step.free[j]) +
                           " at " + other.str());
      }
      return chosen;
    };
    reference::obq(p.weight, reference::damped(p.hessian, p.damping), p.grid, choose,
                   reference::decide_nearest(p.grid, p.rounding));
    return result;
  };
}

}  // namespace

std::vector<Claim> closest_vector_claims() {
  const Limits on_activations{.in = 5, .out = 2, .activations = true};
  return {
      sampled({.id = "cvp/distance",
               .statement = "A row's loss is the squared distance of the lattice point X diag(s) z from X w, "
                            "the same for any factor of X^T X + lambda I",
               .source = "arXiv 2507.18553, Theorem 1",
               .variant = "the factor without the rows sqrt(lambda) I"},
              {on_activations, loss_is_a_distance(true), loss_is_a_distance(false)}),
      sampled(
          {.id = "cvp/gptq-loss",
           .statement = "The errors GPTQ feeds back give the row's loss: sum_j eps_j^2 / C_j, with H^-1 = L "
                        "C L^T",
           .source = "arXiv 2507.18553, proof of Theorem 4",
           .variant = "sum_j eps_j^2 H_jj"},
          {Limits{}, gptq_errors_give_the_loss(true), gptq_errors_give_the_loss(false)}),
      sampled({.id = "cvp/obq-update",
               .statement = "OBQ's update is the orthogonal projection onto the hyperplane that the decision "
                            "names",
               .source = "arXiv 2507.18553, Theorem 2 and Corollary 3",
               .variant = "the projection with all columns free, those already quantized too"},
              {on_activations, update_is_projection(false), update_is_projection(true)}),
      sampled({.id = "cvp/obq-choice",
               .statement = "The column OBQ quantizes next is the one whose nearest hyperplane is closest",
               .source = "arXiv 2507.18553, Theorem 2 and Corollary 3",
               .variant = "the column whose weight is nearest to its grid"},
              {on_activations, choice_is_closest(true), choice_is_closest(false)}),
  };
}

}  // namespace quantcheck::check
