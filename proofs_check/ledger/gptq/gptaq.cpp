// GPTAQ, which quantizes for the inputs of the full-precision model: its residual and its box criterion, and
// that the released form depends on the size of its blocks.
#include <quantcheck/proofs_check/ledger/computed.h>
#include <quantcheck/proofs_check/ledger/gptq/forms.h>
#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/topics.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/criteria/box.h>
#include <quantcheck/reference/criteria/gptaq_residual.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/gptaq.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Codes;
using reference::Matrix;
using reference::Rational;
using reference::Udu;
using reference::Vector;

// A problem with inputs X0 of the full-precision model beside its activations X, and the size of a block.
struct Asymmetric {
  Problem problem;
  Matrix<Rational> cross;  // (X0 - X)^T X in processing order
  Rational alpha;
  Index block = 1;
};

// X0 has some entries of X multiplied, by 0 among others, so that the correction is of the order of the
// errors.
Asymmetric random_asymmetric(const Problem& p, Dice& dice) {
  Matrix<Rational> difference = p.activations;
  for (Rational& x : difference.reshaped())
    x *= dice.pick<Rational>({0, 0, 1, -1, Rational(1, 2), Rational(-1, 8), Rational(1, 3)});
  const Matrix<Rational> cross = difference.transpose() * p.activations;
  return {p, reference::permuted(cross, p.order), dice.pick<Rational>({Rational(1, 4), 1}),
          dice.between(1, p.in())};
}

Matrix<Rational> correction_of(const Asymmetric& a, const Udu<Rational>& factor) {
  return reference::gptaq_correction(a.cross, factor, a.alpha);
}

// The false variant has C transposed.
Matrix<Rational> correction_of_transposed(const Asymmetric& a, const Udu<Rational>& factor) {
  return reference::gptaq_correction(Matrix<Rational>(a.cross.transpose()), factor, a.alpha);
}

// By the definition, with H_FF inverted for each row: P_iF = alpha C_iF H_FF^-1.
Matrix<Rational> correction_by_definition(const Asymmetric& a, const Matrix<Rational>& hessian) {
  const Index n = hessian.rows();
  Matrix<Rational> correction = Matrix<Rational>::Constant(n, n, Rational(0));
  for (Index i = 0; i + 1 < n; ++i) {
    const Index free = n - i - 1;
    const Matrix<Rational> block = hessian.bottomRightCorner(free, free);
    correction.row(i).tail(free) = a.alpha * a.cross.row(i).tail(free) * reference::inverse(block);
  }
  return correction;
}

// The values of a row's codes, by step.
Vector<Rational> values_of(const Problem& p, const Codes& codes, Index row) {
  Vector<Rational> q(p.in());
  for (Index j = 0; j < p.in(); ++j) q(j) = reference::value(p.grid, row, p.order[j], codes(row, p.order[j]));
  return q;
}

Vector<Rational> weights_of(const Problem& p, Index row) { return p.weight.row(row)(p.order).transpose(); }

using CorrectionOf = Matrix<Rational> (*)(const Asymmetric&, const Udu<Rational>&);

// The targets that GPTAQ rounds are t = q + v.
CaseCheck targets_are_of_residual(CorrectionOf correction_in_residual) {
  return [=](const Problem& problem, Dice& dice) {
    const Asymmetric a = random_asymmetric(problem, dice);
    const Problem& p = a.problem;
    const Matrix<Rational> hessian = factored_hessian(p);
    const Udu<Rational> factor = reference::udu(hessian);
    Matrix<Rational> targets(p.out(), p.in());
    const auto decide = reference::decide_nearest(p.grid, p.rounding);
    const Codes codes = reference::gptaq_blocked(
        p.weight, reference::ldl(reference::inverse(hessian)), correction_by_definition(a, hessian), p.grid,
        p.order, a.block, [&](Index row, Index column, const Rational& target) {
          targets(row, column) = target;
          return decide(row, column, target);
        });
    for (Index row = 0; row < p.out(); ++row) {
      const Vector<Rational> q = values_of(p, codes, row);
      const Vector<Rational> e = weights_of(p, row) - q;
      const Vector<Rational> v =
          reference::gptaq_residual(e, q, factor, correction_in_residual(a, factor), a.block);
      for (Index j = 0; j < p.in(); ++j) {
        const Rational target = targets(row, p.order[j]);
        if (target != q(j) + v(j))
          return refuted(in_row(row, "the target", target, "q + v", Rational(q(j) + v(j))));
      }
    }
    return holds();
  };
}

// Calls visit(codes of the row) for all codes of the grid in a row. Ends where `visit` returns false.
template <class Visit>
bool for_all_codes(const Problem& p, Index row, Index column, Codes& codes, Visit& visit) {
  if (column == p.in()) return visit(codes);
  for (const Code code : all_codes(p.grid)) {
    codes(row, column) = code;
    if (!for_all_codes(p, row, column + 1, codes, visit)) return false;
  }
  return true;
}

// Whether each code of a row is one of those nearest to the target that GPTAQ has after the codes before it.
bool gptaq_reaches(const Asymmetric& a, const reference::Ldl<Rational>& inverse_factor,
                   const Matrix<Rational>& correction, const Codes& codes, Index row) {
  const Problem& p = a.problem;
  bool reached = true;
  const auto given = [&](Index any_row, Index column, const Rational& target) {
    const auto distance = [&](Code code) {
      return Rational(abs(target - reference::value(p.grid, row, column, code)));
    };
    for (const Code other : all_codes(p.grid))
      reached = reached && (any_row != row || distance(other) >= distance(codes(row, column)));
    return codes(any_row, column);
  };
  reference::gptaq_blocked(p.weight, inverse_factor, correction, p.grid, p.order, a.block, given);
  return reached;
}

// The block in the residual: that of the run, or in the false variant the whole row.
using BlockOf = Index (*)(const Asymmetric&);
Index same_block(const Asymmetric& a) { return a.block; }
Index whole_row(const Asymmetric& a) { return a.problem.in(); }

CaseCheck gptaq_box_is_reachable(BlockOf block_of) {
  return [=](const Problem& problem, Dice& dice) {
    const Asymmetric a = random_asymmetric(problem, dice);
    const Problem& p = a.problem;
    const Matrix<Rational> hessian = factored_hessian(p);
    const Udu<Rational> factor = reference::udu(hessian);
    const reference::Ldl<Rational> inverse_factor = reference::ldl(reference::inverse(hessian));
    const Matrix<Rational> correction = correction_by_definition(a, hessian);
    CaseResult result = holds();
    for (Index row = 0; row < p.out() && result.standing == Standing::holds; ++row) {
      const auto same = [&](const Codes& codes) {
        const Vector<Rational> q = values_of(p, codes, row);
        const Vector<Rational> e = weights_of(p, row) - q;
        const Vector<Rational> v = reference::gptaq_residual(e, q, factor, correction, block_of(a));
        bool inside = true;
        for (Index j = 0; j < p.in(); ++j) {
          const Index column = p.order[j];
          const auto at = reference::box_position(p.grid, row, column, codes(row, column), v(j));
          inside = inside && (!at.asked || at.excess <= 0);
        }
        if (inside == gptaq_reaches(a, inverse_factor, correction, codes, row)) return true;
        result = refuted("row " + std::to_string(row) + ", blocks of " + std::to_string(a.block) +
                         ", codes " + joined(codes.row(row)) +
                         (inside ? ": in every cell, but no choice at the ties leads there"
                                 : ": outside of a cell, but GPTAQ reaches them"));
        return false;
      };
      Codes codes = Codes::Constant(p.out(), p.in(), 0);
      for_all_codes(p, row, 0, codes, same);
    }
    return result;
  };
}

Codes codes_by_blocks(const Asymmetric& a, Index block) {
  const Problem& p = a.problem;
  const Matrix<Rational> hessian = factored_hessian(p);
  return reference::gptaq_blocked(p.weight, reference::ldl(reference::inverse(hessian)),
                                  correction_of(a, reference::udu(hessian)), p.grid, p.order, block,
                                  reference::decide_nearest(p.grid, p.rounding));
}

// The block size with which the released form is compared to the paper's.
CaseCheck released_is_the_papers(BlockOf block_of) {
  return [=](const Problem& problem, Dice& dice) {
    const Asymmetric a = random_asymmetric(problem, dice);
    const Problem& p = a.problem;
    const Matrix<Rational> hessian = factored_hessian(p);
    const Codes expected = reference::gptaq(p.weight, reference::ldl(reference::inverse(hessian)),
                                            correction_by_definition(a, hessian), p.grid, p.order,
                                            reference::decide_nearest(p.grid, p.rounding));
    const Codes found = codes_by_blocks(a, block_of(a));
    for (Index row = 0; row < p.out(); ++row)
      for (const Index column : p.order)
        if (found(row, column) != expected(row, column))
          return refuted(at(row, column) + "code " + std::to_string(expected(row, column)) +
                         " in the paper, " + std::to_string(found(row, column)) + " as released");
    return holds();
  };
}

Index single_columns(const Asymmetric&) { return 1; }

// The layer with X = I, C = (0 c; 0 0), alpha = 1/4, one row of weights w = (2/5, 1/5), scale 1 and the codes
// 0 and 1.
Asymmetric two_columns(const Rational& c) {
  Asymmetric a;
  Problem& p = a.problem;
  p.weight = Matrix<Rational>{{Rational(2, 5), Rational(1, 5)}};
  p.activations = Matrix<Rational>::Identity(2, 2);
  p.hessian = p.activations;
  p.damping = 0;
  p.grid = {1, {1}, {0}, {0, 0}, {0, 1}};
  p.order = {0, 1};
  a.cross = Matrix<Rational>{{0, c}, {0, 0}};
  a.alpha = Rational(1, 4);
  return a;
}

// Without an earlier column there is nothing to correct: with one column no C and no block matters.
Outcome block_size_matters(const Rational& c) {
  Outcome outcome;
  const Asymmetric a = two_columns(c);
  const Codes apart = codes_by_blocks(a, 1);
  const Codes together = codes_by_blocks(a, 2);
  outcome.cases = 1;
  outcome.largest_n = 2;
  const std::string words = "codes " + joined(apart.row(0)) + " with blocks of one column, " +
                            joined(together.row(0)) + " with a block of two";
  if (apart == together) {
    outcome.standing = Standing::refuted;
    outcome.counterexample = words + "\n";
  } else {
    outcome.standing = Standing::holds;
    outcome.example = words + lines_of(a.problem);
  }
  return outcome;
}

}  // namespace

std::vector<Claim> gptaq_claims() {
  const Limits layers{.in = 6, .codes = 16, .activations = true, .any_grid = true};
  const Limits few{.in = 3, .out = 2, .codes = 4, .activations = true, .any_grid = true};
  const char* source = "this project, after arXiv 2504.02692 and the code released with it";
  return {
      sampled(
          {.id = "gptaq/residual",
           .statement =
               "The targets that GPTAQ rounds in blocks of any size are q + v, with v = (e + q P + v P_B) "
               "U: e = w - q, P_iF = alpha C_iF H_FF^-1 with F the columns after i, C = (X0 - X)^T X, and "
               "P_B the part of P inside the blocks",
           .source = source,
           .variant = "C transposed"},
          {layers, targets_are_of_residual(correction_of),
           targets_are_of_residual(correction_of_transposed)}),
      sampled(
          {.id = "gptaq/criterion",
           .statement = "GPTAQ can return codes, by some choice at each tie, if and only if each v_j lies "
                        "in the cell of its code. All codes of each layer are tried",
           .source = source,
           .variant = "the residual of a single block in place of that of the blocks"},
          {few, gptaq_box_is_reachable(same_block), gptaq_box_is_reachable(whole_row)}),
      sampled({.id = "gptaq/one-block",
               .statement = "With a single block the released form has the codes of the paper's algorithm",
               .source = source,
               .variant = "the same with blocks of one column"},
              {layers, released_is_the_papers(whole_row), released_is_the_papers(single_columns)}),
      computed(
          {.id = "gptaq/block-size",
           .statement =
               "The released form depends on the size of its blocks, in exact arithmetic too: on a layer "
               "of two columns, with H = I, C_01 = 4 and alpha = 1/4, it has other codes with blocks of "
               "one column than with one block. Two columns are the fewest, since P is strictly upper",
           .source = source,
           .variant = "that it does so without a correction, C = 0, where it is GPTQ"},
          Method::by_example, [] { return block_size_matters(4); }, [] { return block_size_matters(0); }),
  };
}

}  // namespace quantcheck::check::ledger
