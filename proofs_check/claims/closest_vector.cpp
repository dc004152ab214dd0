// Quantizing a row is a closest vector problem, and OBQ's steps are projections in it.
#include <optional>

#include <quantcheck/proofs_check/claims/layer_codes.h>
#include <quantcheck/proofs_check/claims/sampled.h>
#include <quantcheck/proofs_check/claims/topics.h>
#include <quantcheck/proofs_check/claims/words.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/criteria/residual.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/lattice/gram_schmidt.h>
#include <quantcheck/reference/quantizers/gptq.h>
#include <quantcheck/reference/quantizers/obq.h>

namespace quantcheck::check {
namespace {

using reference::Codes;
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
  return reference::inner_product(difference, difference);
}

// Another factor of the same Gram matrix, with twice the rows: 3/5 F above 4/5 F, reflected at a random
// hyperplane.
Matrix<Rational> another_factor(const Matrix<Rational>& f, Dice& dice) {
  Matrix<Rational> taller(2 * f.rows(), f.cols());
  taller << f * Rational(3, 5), f * Rational(4, 5);
  Vector<Rational> normal(taller.rows());
  for (Rational& entry : normal) entry = dice.between(-3, 3);
  normal(0) = 4;
  return taller -
         normal * (normal.transpose() * taller) * Rational(2 / reference::inner_product(normal, normal));
}

using Factor = Matrix<Rational> (*)(const Problem&);

// Wrong: without the rows sqrt(lambda) I.
Matrix<Rational> activations_alone(const Problem& p) { return factor_basis(p).topRows(p.activations.rows()); }

CaseCheck loss_is_a_distance(Factor factor) {
  return [=](const Problem& p, Dice& dice) {
    const Matrix<Rational> f = factor(p);
    const Matrix<Rational> other = another_factor(f, dice);
    const Codes codes = random_codes(p, dice);
    for (Index row = 0; row < p.out(); ++row) {
      const Rational loss = loss_of(p, codes, row);
      const Rational distance = squared_distance(p, f, codes, row);
      const Rational by_other = squared_distance(p, other, codes, row);
      if (distance != loss || by_other != loss)
        return refuted(in_row(row, "the loss", loss, "the squared distance", distance) +
                       ", by another factor " + shown(by_other) + "; codes " + joined(codes.row(row)));
    }
    return holds();
  };
}

// 1/C_j of a step, with H^-1 = L C L^T.
using Weigh = Rational (*)(const Matrix<Rational>& hessian, const reference::Ldl<Rational>& factor, Index j);

Rational over_pivot(const Matrix<Rational>&, const reference::Ldl<Rational>& factor, Index j) {
  return 1 / factor.pivot(j);
}

// Wrong.
Rational by_diagonal(const Matrix<Rational>& hessian, const reference::Ldl<Rational>&, Index j) {
  return hessian(j, j);
}

CaseCheck gptq_errors_give_the_loss(Weigh weigh) {
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
        sum += error * error * weigh(hessian, factor, j);
      }
      const Rational loss = loss_of(p, codes, row);
      if (loss != sum) return refuted(in_row(row, "the loss", loss, "the sum", sum));
    }
    return holds();
  };
}

// The basis in the columns' own order.
Matrix<Rational> own_basis(const Problem& p) {
  return factor_basis(p)(Eigen::all, reference::inverse_order(p.order));
}

// The squared length of x_last's part that is orthogonal to the other columns named.
Rational squared_height(const Matrix<Rational>& x, std::vector<Index> others, Index last) {
  std::erase(others, last);
  others.push_back(last);
  return reference::gram_schmidt(Matrix<Rational>(x(Eigen::all, others))).squared_norm.tail(1)(0);
}

// What OBQ decided last, and from where.
struct Decision {
  Index row;
  std::vector<Index> free;  // J, with the column
  Vector<Rational> weight;
  Index column;
  Rational eps;  // q - w
};

// What counts as free in the hyperplane's distance: J; or, which is wrong, all columns.
using Free = std::vector<Index> (*)(const Decision&, Index in);

std::vector<Index> still_free(const Decision& decision, Index) { return decision.free; }
std::vector<Index> all_columns(const Decision&, Index in) { return reference::natural_order(in); }

// The hyperplane of the points with w_j = q goes through the directions x_k, k in J \ {j}. The projection
// onto it is the point of it that is reached by a move orthogonal to those directions, as far as |eps| times
// the height of x_j over them.
CaseResult is_projection(const Matrix<Rational>& x, const Decision& decision, const Vector<Rational>& weight,
                         Free free) {
  const Vector<Rational> step = weight - decision.weight;
  const std::string column = "the update of column " + std::to_string(decision.column);
  if (step(decision.column) != decision.eps) return refuted(column + " does not reach the hyperplane");
  const Vector<Rational> move = x * step;
  for (Index k = 0; k < x.cols(); ++k) {
    const bool is_free = std::ranges::find(decision.free, k) != decision.free.end();
    if (!is_free && step(k) != 0) return refuted(column + " moves the decided column " + std::to_string(k));
    if (is_free && k != decision.column && reference::inner_product(move, x.col(k)) != 0)
      return refuted(column + " is not orthogonal to x_" + std::to_string(k));
  }
  const Rational height = squared_height(x, free(decision, x.cols()), decision.column);
  const Rational distance = decision.eps * decision.eps * height;
  const Rational moved = reference::inner_product(move, move);
  if (moved != distance)
    return refuted(column + " moves by " + shown(moved) + " (squared), the hyperplane is at " +
                   shown(distance));
  return holds();
}

// Random decisions, so that the update is seen from any point.
CaseCheck update_is_projection(Free free) {
  return [=](const Problem& p, Dice& dice) {
    const Matrix<Rational> x = own_basis(p);
    const Codes codes = random_codes(p, dice);
    CaseResult result = holds();
    std::optional<Decision> last;
    const auto choose_in_order = reference::choose_in_order(p.order);
    const auto choose = [&](const ObqStep<Rational>& step) {
      if (last && last->row == step.row && result.standing == Standing::holds)
        result = is_projection(x, *last, step.weight, free);
      const Index chosen = choose_in_order(step);
      const Index column = step.free[chosen];
      const Rational q = reference::dequant(p.grid, step.row, column, codes(step.row, column));
      last = Decision{step.row, step.free, step.weight, column, q - step.weight(column)};
      return chosen;
    };
    reference::obq(p.weight, reference::damped(p.hessian, p.damping), p.grid, choose,
                   [&](Index row, Index column, const Rational&) { return codes(row, column); });
    if (result.standing == Standing::refuted)
      for (Index row = 0; row < p.out(); ++row) result.words += "; codes " + joined(codes.row(row));
    return result;
  };
}

using Choice = Index (*)(const ObqStep<Rational>&, const Problem&);

Index least_loss(const ObqStep<Rational>& step, const Problem& p) {
  return reference::choose_least_loss(p.grid, p.rounding)(step);
}

// Wrong: the weight nearest to its grid.
Index least_error(const ObqStep<Rational>& step, const Problem& p) {
  const auto error = [&](Index j) {
    return Rational(abs(reference::obq_error(step, p.grid, p.rounding, j)));
  };
  Index best = 0;
  for (Index j = 1; j < step.inverse.rows(); ++j)
    if (error(j) < error(best)) best = j;
  return best;
}

CaseCheck choice_is_closest(Choice choose) {
  return [=](const Problem& p, Dice&) {
    const Matrix<Rational> x = own_basis(p);
    CaseResult result = holds();
    const auto checked_choice = [&](const ObqStep<Rational>& step) {
      const auto distance = [&](Index j) {
        const Rational eps = reference::obq_error(step, p.grid, p.rounding, j);
        return Rational(eps * eps * squared_height(x, step.free, step.free[j]));
      };
      const Index chosen = choose(step, p);
      for (Index j = 0; j < step.inverse.rows(); ++j)
        if (distance(j) < distance(chosen) && result.standing == Standing::holds)
          result = refuted("the hyperplane of column " + std::to_string(step.free[chosen]) + " is at " +
                           shown(distance(chosen)) + " (squared), that of column " +
                           std::to_string(step.free[j]) + " at " + shown(distance(j)));
      return chosen;
    };
    reference::obq(p.weight, reference::damped(p.hessian, p.damping), p.grid, checked_choice,
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
                            "the same for any factor of the Gram matrix X^T X + lambda I",
               .source = "arXiv 2507.18553, Theorem 1",
               .variant = "the factor without the rows sqrt(lambda) I"},
              {on_activations, loss_is_a_distance(factor_basis), loss_is_a_distance(activations_alone)}),
      sampled(
          {.id = "cvp/gptq-loss",
           .statement = "The errors GPTQ feeds back give a row's loss: sum_j eps_j^2 / C_j, with H^-1 = L C "
                        "L^T",
           .source = "this project, from the chain of Appendix C",
           .variant = "sum_j eps_j^2 H_jj"},
          {Limits{}, gptq_errors_give_the_loss(over_pivot), gptq_errors_give_the_loss(by_diagonal)}),
      sampled({.id = "cvp/obq-update",
               .statement = "OBQ's update is the orthogonal projection onto the hyperplane that the decision "
                            "names, within the columns still free",
               .source = "arXiv 2507.18553, Theorem 2 and Corollary 3",
               .variant = "with all columns free, those already quantized too"},
              {on_activations, update_is_projection(still_free), update_is_projection(all_columns)}),
      sampled({.id = "cvp/obq-choice",
               .statement = "The column OBQ quantizes next is the one whose nearest hyperplane is closest",
               .source = "arXiv 2507.18553, Theorem 2 and Corollary 3",
               .variant = "the column whose weight is nearest to its grid"},
              {on_activations, choice_is_closest(least_loss), choice_is_closest(least_error)}),
  };
}

}  // namespace quantcheck::check
