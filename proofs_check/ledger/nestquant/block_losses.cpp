// The loss of LDLQ by blocks of columns, and of QA-LDLQ: by samples, and proved for each n.
#include <cmath>

#include <quantcheck/proofs_check/ledger/gptq/factor_checks.h>
#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>
#include <quantcheck/proofs_check/ledger/identity.h>
#include <quantcheck/proofs_check/ledger/nestquant/nestquant_claims.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/nestquant/qa_ldlq.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/lattices.h>
#include <quantcheck/reference/quantizers/ldlq.h>

namespace quantcheck::check::ledger {
namespace {

using reference::BlockUdu;
using reference::ColumnBlocks;
using reference::LdlqResult;
using reference::Matrix;
using reference::NoiseAwareTarget;
using reference::PrimeField;
using reference::Rational;
using reference::Vector;

template <class Number>
using ResidualOf = Matrix<Number> (*)(const Matrix<Number>& weight, const LdlqResult<Number>&);

template <class Number>
Matrix<Number> residual_of(const Matrix<Number>&, const LdlqResult<Number>& result) {
  return result.residual;
}

// The false variant has the errors e in place of the residuals v.
template <class Number>
Matrix<Number> error_of(const Matrix<Number>& weight, const LdlqResult<Number>& result) {
  return weight - result.quantized;
}

template <class Number, class Quantize>
CaseResult loss_splits(const Matrix<Number>& weight, const Matrix<Number>& hessian,
                       const ColumnBlocks& blocks, ResidualOf<Number> chosen, Quantize&& quantize) {
  const BlockUdu<Number> factor = reference::block_udu(hessian, blocks);
  if (!is_block_udu(factor, blocks, hessian)) return refuted("U D U^T is not H");
  const LdlqResult<Number> result = reference::ldlq(weight, factor, blocks, quantize);
  const Matrix<Number> residual = chosen(weight, result);
  for (Index row = 0; row < weight.rows(); ++row) {
    const Vector<Number> error = weight.row(row) - result.quantized.row(row);
    const Number left = reference::loss(error, hessian);
    const Number right = reference::loss_from_residual(residual, factor, blocks, row);
    if (left != right)
      return refuted("row " + std::to_string(row) + ": e H e^T is " + shown(left) + ", the sum " +
                     shown(right));
  }
  return holds();
}

Rational small_fraction(Dice& dice) { return Rational(dice.between(-24, 24), dice.pick<Code>({1, 2, 8, 3})); }

Matrix<Rational> small_matrix(Dice& dice, Index rows, Index cols) {
  Matrix<Rational> result(rows, cols);
  for (Rational& value : result.reshaped()) value = small_fraction(dice);
  return result;
}

CaseCheck sampled_loss_splits(ResidualOf<Rational> chosen) {
  return [=](const Problem& p, Dice& dice) {
    const Index size = dice.pick<Index>({1, 2, 3, 8});
    const ColumnBlocks blocks =
        dice.chance(50) ? reference::first_to_last(p.in(), size) : reference::last_to_first(p.in(), size);
    const reference::E8Lattice<Rational> lattice{largest_scale(p) * Rational(dice.between(1, 9), 8)};
    const bool nearest = dice.chance(70);
    return loss_splits<Rational>(p.weight, reference::damped(p.hessian, p.damping), blocks, chosen,
                                 [&](Index, Index, const Vector<Rational>& target) {
                                   return nearest ? lattice.nearest(target)
                                                  : Vector<Rational>(small_matrix(dice, target.size(), 1));
                                 });
  };
}

Matrix<PrimeField> generic_symmetric(FieldDraw& draw, Index n) {
  Matrix<PrimeField> matrix = draw.matrix(n, n);
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < i; ++j) matrix(i, j) = matrix(j, i);
  return matrix;
}

// Bounds for e H e^T - sum_b v_b D_b v_b^T, multiplied by the product over b of M_b^2 M_{b+1}. docs/claims.md
// derives the degree and the height.
PolynomialBound split_bound(Index n) {
  const double size = static_cast<double>(n);
  return {3 * size * (size + 1) / 2 + 3, 3 + 5 * std::log2(size) + 3 * log2_superfactorial(n)};
}

// The identity for blocks of columns of every size up to 8, processed in either order.
Identity split_identity(ResidualOf<PrimeField> chosen) {
  const auto check = [=](Index n, FieldDraw& draw) {
    const Matrix<PrimeField> weight = draw.matrix(1, n);
    const Matrix<PrimeField> hessian = generic_symmetric(draw, n);
    const auto any = [&](Index, Index, const Vector<PrimeField>& target) {
      return Vector<PrimeField>(draw.matrix(target.size(), 1));
    };
    for (Index size = 1; size <= 8; ++size) {
      for (const auto order : {reference::first_to_last, reference::last_to_first}) {
        CaseResult result = loss_splits<PrimeField>(weight, hessian, order(n, size), chosen, any);
        if (result.standing == Standing::holds) continue;
        result.words = "blocks of " + std::to_string(size) + ": " + result.words;
        return result;
      }
    }
    return holds();
  };
  return {check, split_bound};
}

template <class Number>
using TargetOf = NoiseAwareTarget<Number> (*)(const Matrix<Number>& weight, const Matrix<Number>& hessian,
                                              const Matrix<Number>& noise);

// The false variant leaves the noise out.
template <class Number>
NoiseAwareTarget<Number> noise_left_out(const Matrix<Number>& weight, const Matrix<Number>& hessian,
                                        const Matrix<Number>&) {
  return {weight, hessian, Number(0)};
}

// Checks for one row that E |W x - U (x + z)|^2, with E x x^T = H, E z z^T = J and E x z^T = 0, is the loss
// of the noise-aware target plus what is unavoidable. U is `quantized`, J is `noise`.
template <class Number>
CaseResult loss_with_noise(const Matrix<Number>& weight, const Matrix<Number>& quantized,
                           const Matrix<Number>& hessian, const Matrix<Number>& noise,
                           TargetOf<Number> target_of) {
  const Vector<Number> used = quantized.row(0);
  const Vector<Number> lost = weight.row(0) - quantized.row(0);
  const NoiseAwareTarget<Number> target = target_of(weight, hessian, noise);
  const Vector<Number> error = target.weight.row(0) - quantized.row(0);
  const Number expected = reference::loss(lost, hessian) + reference::loss(used, noise);
  const Number found = reference::loss(error, target.hessian) + target.unavoidable;
  return found == expected
             ? holds()
             : refuted("the loss with noise is " + shown(expected) + ", the other side " + shown(found));
}

CaseCheck sampled_loss_with_noise(TargetOf<Rational> target_of) {
  return [=](const Problem& p, Dice& dice) {
    const Matrix<Rational> directions = small_matrix(dice, p.in(), dice.between(1, p.in()));
    const Matrix<Rational> noise = directions * directions.transpose();
    const Matrix<Rational> quantized = small_matrix(dice, 1, p.in());
    return loss_with_noise<Rational>(p.weight, quantized, reference::damped(p.hessian, p.damping), noise,
                                     target_of);
  };
}

// Bounds for the difference of both sides, multiplied by det (H + J). docs/claims.md derives the degree and
// the height.
PolynomialBound noise_bound(Index n) {
  const double size = static_cast<double>(n);
  return {size + 3, std::log2(11.0) + 3 * std::log2(size) + size + log2_factorial(n)};
}

Identity noise_identity(TargetOf<PrimeField> target_of) {
  const auto check = [=](Index n, FieldDraw& draw) {
    const Matrix<PrimeField> weight = draw.matrix(1, n);
    const Matrix<PrimeField> quantized = draw.matrix(1, n);
    const Matrix<PrimeField> hessian = generic_symmetric(draw, n);
    const Matrix<PrimeField> noise = generic_symmetric(draw, n);
    const Matrix<PrimeField> sum = hessian + noise;
    if (!are_inverse(reference::inverse(sum), sum)) return refuted("an inverse is none");
    return loss_with_noise<PrimeField>(weight, quantized, hessian, noise, target_of);
  };
  return {check, noise_bound};
}

}  // namespace

std::vector<Claim> block_loss_claims() {
  const Limits small{.in = 10, .out = 2};
  const Limits row{.in = 7, .out = 1};
  const Claim split{.id = "",
                    .statement =
                        "The loss of LDLQ splits by blocks: e H e^T = sum_b v_b D_b v_b^T with v = e "
                        "U, H = U D U^T by blocks",
                    .source = "arXiv 2402.04396 (block LDLQ); arXiv 2502.09720",
                    .variant = "the sum with e_b in place of v_b"};
  const Claim noise{
      .id = "",
      .statement =
          "For every U, with E x x^T = H, E z z^T = J and E x z^T = 0: E |W x - U (x + z)|^2 = tr((W~ - "
          "U)(H + J)(W~ - U)^T) + what is unavoidable, W~ = W H (H + J)^-1",
      .source = "arXiv 2502.09720 (QA-LDLQ)",
      .variant = "J left out on the right: W under H"};
  const auto named = [](Claim claim, const char* id, const char* more) {
    claim.id = id;
    claim.statement += more;
    return claim;
  };
  const char* for_each_n = "; an identity of rational functions";
  return {
      sampled(named(split, "nestquant/block-loss", ""),
              {small, sampled_loss_splits(residual_of), sampled_loss_splits(error_of)}),
      proved(named(split, "nestquant/block-loss-proof", for_each_n), split_identity(residual_of),
             split_identity(error_of)),
      sampled(named(noise, "nestquant/noise", ""),
              {row, sampled_loss_with_noise(reference::noise_aware_target<Rational>),
               sampled_loss_with_noise(noise_left_out<Rational>)}),
      proved(named(noise, "nestquant/noise-proof", for_each_n),
             noise_identity(reference::noise_aware_target<PrimeField>),
             noise_identity(noise_left_out<PrimeField>)),
  };
}

}  // namespace quantcheck::check::ledger
