#include <quantcheck/tests/support/plain_nested.h>

#include <cmath>

#include <quantcheck/reference/nestquant/hadamard.h>

namespace quantcheck::test {

using optimized::NestedMatrix;
using reference::E8Point;
using reference::Rational;

std::vector<float> plain_rotation(std::vector<float> x, float factor, bool divide) {
  const Index n = std::ssize(x);
  const Index base = reference::hadamard_base(n);
  const Index power = n / base;
  for (Index stride = 1; stride < power; stride *= 2)
    for (Index i = 0; i < n; ++i) {
      if ((i % power & stride) != 0) continue;
      const float sum = x[i] + x[i + stride];
      x[i + stride] = x[i] - x[i + stride];
      x[i] = sum;
    }
  std::vector<float> y = x;
  if (base > 1) {
    const auto signs = reference::hadamard(base);
    for (Index i = 0; i < base; ++i)
      for (Index s = 0; s < power; ++s) {
        float sum = 0;
        for (Index j = 0; j < base; j += 4) {
          const auto term = [&](Index e) {
            return signs(i, j + e) == signs(i, j) ? x[(j + e) * power + s] : -x[(j + e) * power + s];
          };
          float four = (term(0) + term(1)) + (term(2) + term(3));
          if (signs(i, j) < 0) four = 0 - four;
          sum = j == 0 ? four : sum + four;
        }
        y[i * power + s] = sum;
      }
  }
  for (float& value : y) value = divide ? value / factor : value * factor;
  return y;
}

NestedMatrix random_codes(check::Dice& dice, Index rows, Index cols, Code q, Index betas) {
  const Index blocks = (cols + 7) / 8;
  ScaledCodes<float> scheme{q, {}};
  float beta = 0;
  for (Index p = 0; p < betas; ++p)
    scheme.beta.push_back(beta += static_cast<float>(dice.between(1, 40)) / (8 * static_cast<float>(q)));
  std::vector<std::uint8_t> codes(rows * blocks * 8), indices(rows * blocks);
  for (std::uint8_t& code : codes) code = static_cast<std::uint8_t>(dice.chance(20) ? q - 1 : dice.below(q));
  for (std::uint8_t& index : indices) index = static_cast<std::uint8_t>(dice.below(betas));
  std::vector<float> norms(rows);
  for (float& norm : norms) norm = dice.chance(10) ? 0 : static_cast<float>(dice.between(1, 300)) / 16;
  return NestedMatrix::pack(rows, cols, scheme, codes, indices, norms);
}

std::vector<E8Point> points_of(const NestedMatrix& matrix, Index row) {
  std::vector<E8Point> points;
  for (Index block = 0; block < matrix.blocks(); ++block) {
    reference::Block<Code> code;
    for (Index i = 0; i < 8; ++i) code[i] = matrix.code(row, 8 * block + i);
    points.push_back(reference::voronoi_point(code, matrix.scheme().q));
  }
  return points;
}

float plain_product(const NestedMatrix& x, Index row, const NestedMatrix& w, Index column) {
  const std::vector<E8Point> left = points_of(x, row);
  const std::vector<E8Point> right = points_of(w, column);
  float sum = 0;
  for (Index block = 0; block < x.blocks(); ++block) {
    Code dot = 0;
    for (Index i = 0; i < 8 && 8 * block + i < x.cols(); ++i)
      dot += left[block].twice[i] * right[block].twice[i];
    const float betas = x.scheme().beta[x.index(row, block)] * w.scheme().beta[w.index(column, block)];
    sum = std::fmaf(static_cast<float>(dot), betas, sum);
  }
  const double scale = static_cast<double>(x.norms()[row]) / (4 * static_cast<double>(x.cols()));
  return static_cast<float>(static_cast<double>(sum) * scale * static_cast<double>(w.norms()[column]));
}

reference::NestedRow<Rational> exact_row(const NestedMatrix& matrix, Index row) {
  reference::NestedRow<Rational> result{
      matrix.cols(), reference::exact(static_cast<double>(matrix.norms()[row])), {}};
  for (Index block = 0; block < matrix.blocks(); ++block) {
    reference::NestedBlock<Rational>& to = result.blocks.emplace_back();
    for (Index i = 0; i < 8; ++i) to.code[i] = matrix.code(row, 8 * block + i);
    to.beta_index = matrix.index(row, block);
  }
  return result;
}

ScaledCodes<Rational> exact_scheme(const ScaledCodes<float>& scheme) {
  ScaledCodes<Rational> result{scheme.q, {}};
  for (const float beta : scheme.beta) result.beta.push_back(reference::exact(static_cast<double>(beta)));
  return result;
}

}  // namespace quantcheck::test
