// The properties of a row that its rotation and its codes keep.
#include <quantcheck/proofs_check/ledger/computed.h>
#include <quantcheck/proofs_check/ledger/nestquant/nestquant_claims.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/nestquant/product.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/norm.h>

namespace quantcheck::check::ledger {
namespace {

using reference::NestedBlock;
using reference::NestedRow;
using reference::Rational;
using reference::Vector;
using Signs = reference::Matrix<Code>;

constexpr Index bases[] = {1, 12, 20, 28, 108, 172};
constexpr Index largest_multiplied = 1024;

// Floats hold every partial sum exactly, since |sum| <= n.
bool has_orthogonal_rows(const Signs& h, Index squared_norm) {
  const Index n = h.rows();
  const reference::Matrix<float> floats = h.cast<float>();
  return reference::Matrix<float>(floats * floats.transpose()) ==
         reference::Matrix<float>(static_cast<float>(squared_norm) *
                                  reference::Matrix<float>::Identity(n, n));
}

bool is_doubled(const Signs& larger, const Signs& h) {
  const Signs two{{1, 1}, {1, -1}};
  for (Index i = 0; i < larger.rows(); ++i)
    for (Index j = 0; j < larger.cols(); ++j)
      if (larger(i, j) != h(i / 2, j / 2) * two(i % 2, j % 2)) return false;
  return true;
}

using SquaredNorm = Index (*)(Index n);

Outcome rows_are_orthogonal(SquaredNorm squared_norm) {
  Cases cases;
  for (const Index base : bases) {
    Signs h = reference::hadamard(base);
    for (Index n = base; n <= largest_multiplied && !cases.refuted(); n *= 2) {
      const auto of_order = [&](const char* words) { return "n = " + std::to_string(n) + ": " + words; };
      cases.expect((h.array().abs() == 1).all(), [&] { return of_order("H is not a matrix of signs"); });
      cases.expect(has_orthogonal_rows(h, squared_norm(n)),
                   [&] { return of_order("H H^T is not ") + std::to_string(squared_norm(n)) + " I"; });
      Signs doubled = reference::hadamard(2 * n);
      cases.expect(is_doubled(doubled, h), [&] { return of_order("H of order 2 n is not made of it"); });
      h = std::move(doubled);
    }
  }
  return std::move(cases).outcome("so for each such n <= " + std::to_string(largest_multiplied) +
                                  ", and there H of order 2n is that of n, Kronecker that of 2, as it is "
                                  "beyond by its formula");
}

// The largest of the orders 1, 2, 4, 8 and 12 that is at most n: so many values of a row can be rotated.
Index rotated_size(Index n) {
  Index size = 1;
  for (const Index order : {2, 4, 8, 12})
    if (order <= n) size = order;
  return size;
}

ScaledCodes<Rational> random_codes_of(Dice& dice) {
  const Code q = dice.pick<Code>({3, 8, 14});
  return {q, {Rational(3, q), Rational(5, q), Rational(18, q)}};
}

struct Encoded {
  Vector<Rational> x;
  ScaledCodes<Rational> codes;
  NestedRow<Rational> row;
};

Encoded encoded(const Problem& p, Index row, const Signs& rotation, Dice& dice) {
  Encoded result{p.weight.row(row).head(rotation.rows()), random_codes_of(dice), {}};
  const Rational norm = reference::exact(static_cast<double>(reference::norm_of(result.x)));
  result.row = reference::encode_row(result.x, norm, rotation, result.codes,
                                     dice.pick({BetaChoice::opt, BetaChoice::first}));
  return result;
}

using ChosenBeta = Index (*)(Index index, Index betas);

CaseCheck product_is_that_of_decoded_rows(ChosenBeta chosen) {
  return [=](const Problem& p, Dice& dice) {
    const Signs rotation = reference::hadamard(rotated_size(p.in()));
    const Encoded a = encoded(p, 0, rotation, dice);
    const Encoded b = encoded(p, p.out() - 1, rotation, dice);
    NestedRow<Rational> read = b.row;
    for (NestedBlock<Rational>& block : read.blocks)
      block.beta_index = chosen(block.beta_index, std::ssize(b.codes.beta));
    const Rational product = reference::inner_product(a.row, a.codes, read, b.codes);
    const Rational expected = decode_row(a.row, rotation, a.codes).dot(decode_row(b.row, rotation, b.codes));
    return product == expected ? holds()
                               : refuted("the product of the first row and the last is " + shown(product) +
                                         ", that of the decoded rows " + shown(expected));
  };
}

using Share = Rational (*)(Index n);

CaseCheck rotation_keeps_errors(Share share) {
  return [=](const Problem& p, Dice& dice) {
    const Index n = rotated_size(p.in());
    const Signs rotation = reference::hadamard(n);
    for (Index row = 0; row < p.out(); ++row) {
      const Encoded a = encoded(p, row, rotation, dice);
      if (a.row.norm == 0) continue;
      const Vector<Rational> error = a.x - decode_row(a.row, rotation, a.codes);
      const Vector<Rational> of_values =
          reference::normalised(a.x, a.row.norm, rotation) - decode_values(a.row, a.codes);
      Rational of_blocks = 0;
      for (const NestedBlock<Rational>& block : a.row.blocks) of_blocks += block.squared_error;
      if (n % 8 == 0 && of_blocks != of_values.squaredNorm())
        return refuted(in_row(row, "the squared error of the values", of_values.squaredNorm(),
                              "of the blocks", of_blocks));
      const Rational expected = a.row.norm * a.row.norm * share(n) * of_values.squaredNorm();
      if (error.squaredNorm() != expected)
        return refuted(in_row(row, "the squared error", error.squaredNorm(), "that of its values", expected));
    }
    return holds();
  };
}

}  // namespace

std::vector<Claim> nested_row_claims() {
  const Limits rows{.in = 12, .out = 2};
  return {
      computed(
          {.id = "nestquant/rotation",
           .statement =
               "H / sqrt(n) keeps inner products and norms: H H^T = n I for n = 2^k and m 2^k, m = 12, "
               "20, 28, 108, 172",
           .source = "R. E. A. C. Paley, J. Math. Phys. 12 (1933), 311-320; J. Williamson, Duke Math. "
                     "J. 11 (1944), 65-81",
           .variant = "H itself, not normalised"},
          Method::proved_for_all, [] { return rows_are_orthogonal([](Index n) { return n; }); },
          [] { return rows_are_orthogonal([](Index) { return Index{1}; }); }),
      sampled(
          {.id = "nestquant/inner-product",
           .statement = "(|x| |y| / n) sum_b beta beta' <yhat, yhat'>, from the codes alone, is the "
                        "inner product of the decoded rows",
           .source = "arXiv 2502.09720, Algorithm 4",
           .variant = "one row's beta indices off by one"},
          {rows, product_is_that_of_decoded_rows([](Index index, Index) { return index; }),
           product_is_that_of_decoded_rows([](Index index, Index betas) { return (index + 1) % betas; })}),
      sampled({.id = "nestquant/rotated-error",
               .statement = "The squared error of a decoded row is |x|^2 / n times that of its rotated "
                            "values, |x| as stored; in whole blocks that is what the encoder counted",
               .source = "arXiv 2502.09720, Algorithm 3",
               .variant = "|x|^2 times it, the rotation not normalised"},
              {{.in = 12, .out = 1},
               rotation_keeps_errors([](Index n) { return Rational(1, n); }),
               rotation_keeps_errors([](Index) { return Rational(1); })}),
  };
}

}  // namespace quantcheck::check::ledger
