// Sweeps over the columns of some rows along given codes, in an arithmetic coarser than float32.
#pragma once

#include <algorithm>
#include <iterator>

#include <quantcheck/proofs_check/replay/dense/sweep_factor.h>
#include <quantcheck/proofs_check/replay/replayed_rows.h>

namespace quantcheck::check {

/// The targets t of the rows along their codes (in x rows), in T, with a factor of that form in float32. Sums
/// are those of reference::nearest_plane_blocked and reference::gptq_blocked, in blocks of 1, 16 and 128
/// columns by turns of the version.
template <class T>
reference::Matrix<T> coarsely_swept_targets(const ReplayedRows& rows, Form form,
                                            const SweepFactor<float>& factor, int version) {
  using reference::Matrix;
  constexpr Index block_sizes[] = {1, 16, 128};
  const Index block = block_sizes[version % std::size(block_sizes)];
  const Index n = rows.weight.rows();
  const Index count = rows.weight.cols();
  const auto convert = [](double x) { return T(x); };
  Matrix<T> target = rows.weight.unaryExpr(convert);
  Matrix<T> value = rows.scale.unaryExpr(convert);
  for (Index i = 0; i < value.size(); ++i) value.data()[i] = value.data()[i] * T(rows.code.data()[i]);
  Matrix<T> error(n, count);
  Matrix<T> carried = Matrix<T>::Constant(n, count, T(0));  // on U: the sums of the finished blocks
  Matrix<T> sums(1, count);
  const bool on_u = form == Form::on_u;
  const auto entry = [&](Index k, Index j) {
    return T(on_u ? factor.lower(k, j) : factor.lower(k, j) / factor.lower(j, j));
  };
  // Adds to each row's sum what lines first .. last - 1 contribute to line k.
  const auto add_products = [&](Index k, Index first, Index last) {
    for (Index j = first; j < last; ++j) {
      const T factor_entry = entry(k, j);
      for (Index i = 0; i < count; ++i) sums(0, i) = sums(0, i) + factor_entry * error(j, i);
    }
  };
  for (Index begin = 0; begin < n; begin += block) {
    const Index end = std::min(begin + block, n);
    for (Index k = begin; k < end; ++k) {
      if (on_u) {
        sums.setConstant(T(0));
        add_products(k, begin, k);
        for (Index i = 0; i < count; ++i) {
          const T weight = target(k, i);
          target(k, i) = weight + (carried(k, i) + sums(0, i));
          error(k, i) = weight - value(k, i);
        }
      } else {
        sums = target.row(k);
        add_products(k, begin, k);
        target.row(k) = sums;
        for (Index i = 0; i < count; ++i) error(k, i) = value(k, i) - target(k, i);
      }
    }
    for (Index k = end; k < n; ++k) {
      sums.setConstant(T(0));
      add_products(k, begin, end);
      Matrix<T>& to = on_u ? carried : target;
      for (Index i = 0; i < count; ++i) to(k, i) = to(k, i) + sums(0, i);
    }
  }
  return target;
}

}  // namespace quantcheck::check
