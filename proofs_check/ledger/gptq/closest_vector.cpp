// The closest vector problem of a row: its distance is the loss, and OBQ chooses its nearest hyperplane.
#include <algorithm>
#include <iterator>

#include <quantcheck/proofs_check/ledger/gptq/closest_vector_claims.h>
#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/topics.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/obq.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Codes;
using reference::Matrix;
using reference::ObqStep;
using reference::Rational;
using reference::Vector;

// ||B z - y||^2 for B = F diag(s) and y = F w, where the columns of F are in processing order.
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

// The false variant leaves out the rows sqrt(lambda) I.
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

using Choice = Index (*)(const ObqStep<Rational>&, const Problem&);

Index least_loss(const ObqStep<Rational>& step, const Problem& p) {
  return reference::choose_least_loss(p.grid, p.rounding)(step);
}

// The false variant chooses the weight nearest to its grid.
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
  std::vector<Claim> claims{
      sampled({.id = "cvp/distance",
               .statement = "A row's loss is the squared distance of the lattice point X diag(s) z from X w, "
                            "the same for any factor of the Gram matrix X^T X + lambda I",
               .source = "arXiv 2507.18553, Theorem 1",
               .variant = "the factor without the rows sqrt(lambda) I"},
              {on_activations, loss_is_a_distance(factor_basis), loss_is_a_distance(activations_alone)}),
      sampled({.id = "cvp/obq-choice",
               .statement = "The column OBQ quantizes next is the one whose nearest hyperplane is closest",
               .source = "arXiv 2507.18553, Theorem 2 and Corollary 3",
               .variant = "the column whose weight is nearest to its grid"},
              {on_activations, choice_is_closest(least_loss), choice_is_closest(least_error)}),
  };
  for (const auto more : {gptq_loss_claims, obq_update_claims})
    std::ranges::move(more(), std::back_inserter(claims));
  return claims;
}

}  // namespace quantcheck::check::ledger
