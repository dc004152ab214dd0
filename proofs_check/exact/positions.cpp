#include <quantcheck/proofs_check/exact/positions.h>

#include <quantcheck/reference/criteria/box.h>
#include <quantcheck/reference/criteria/residual.h>
#include <quantcheck/reference/criteria/residual_fraction_free.h>

namespace quantcheck::check {

using reference::approximate;
using reference::Rational;
using reference::Vector;

Vector<Rational> exact_residual(const ExactLayer& layer, const reference::Udu<Rational>& factor,
                                const reference::Codes& codes, Index row, const reference::Work& work) {
  return reference::residual_fraction_free(
      reference::error_of(layer.weight, codes, layer.grid, layer.order, row), factor, work);
}

DecisionSides sides_of(const Positions& positions) {
  DecisionSides sides;
  sides.steps = positions.side.cols();
  for (Index row = 0; row < positions.side.rows(); ++row)
    for (Index k = 0; k < positions.side.cols(); ++k) {
      sides.clipped += positions.clipped(row, k);
      sides.ties.push_back(positions.side(row, k) == Side::tie);
      if (positions.side(row, k) == Side::outside)
        sides.outside.push_back(
            {{row, k}, positions.r(row, k), positions.excess(row, k), positions.excess_log2(row, k)});
    }
  return sides;
}

Positions positions_of(const Positions& positions, std::span<const Index> rows) {
  const auto some = [&](const auto& matrix) {
    auto result = matrix;
    result.resize(std::ssize(rows), matrix.cols());
    for (Index i = 0; i < std::ssize(rows); ++i) result.row(i) = matrix.row(rows[i]);
    return result;
  };
  return {some(positions.side),   some(positions.clipped),     some(positions.r),
          some(positions.excess), some(positions.excess_log2), {}};
}

reference::Matrix<double> upper_in_double(const reference::Udu<Rational>& factor) {
  const Index n = factor.pivot.size();
  reference::Matrix<double> u = reference::Matrix<double>::Zero(n, n);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < j; ++i) u(i, j) = approximate(factor.numerator(i, j) / factor.denominator(j));
  return u;
}

Positions exact_positions(const ExactLayer& layer, const reference::Udu<Rational>& factor,
                          const reference::Codes& codes, const Progress& progress,
                          const reference::Work& work) {
  const Index out = layer.weight.rows();
  const Index in = layer.weight.cols();
  Positions positions;
  positions.side.resize(out, in);
  positions.clipped.resize(out, in);
  for (auto* matrix : {&positions.r, &positions.excess, &positions.excess_log2}) matrix->resize(out, in);
  positions.squares.resize(in, Real(0));
  for (Index row = 0; row < out; ++row) {
    if (progress) progress("judging rows", row, out);
    const Vector<Rational> v = exact_residual(layer, factor, codes, row, work);
    for (Index k = 0; k < in; ++k) {
      const Index column = layer.order[k];
      const Code code = codes(row, column);
      if (work) work(6 * reference::reduction_products(reference::limbs(denominator(v(k))) + 1));
      const auto position = reference::box_position(layer.grid, row, column, code, v(k));
      const auto rounded = Real(v(k));
      positions.squares[k] += rounded * rounded;
      positions.side(row, k) = position.asked ? side_of(position.excess) : Side::inside;
      positions.clipped(row, k) = !position.asked && side_of(position.excess) == Side::outside;
      positions.r(row, k) = approximate(position.r);
      positions.excess(row, k) = approximate(position.excess);
      positions.excess_log2(row, k) = position.excess > 0 ? reference::log2_of(position.excess) : 0.0;
    }
  }
  return positions;
}

}  // namespace quantcheck::check
