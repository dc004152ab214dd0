// Sweeps over the columns of some rows along given codes, in working precision.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/replay/dense/sweep_factor.h>
#include <quantcheck/proofs_check/replay/replayed_rows.h>

namespace quantcheck::check {

namespace sweep_detail {

template <class T>
reference::Matrix<T> values(const ReplayedRows& rows) {
  reference::Matrix<T> values = rows.scale.cast<T>().cwiseProduct(rows.code.cast<T>());
  if (rows.offsets.size() > 0) values += rows.offsets.cast<T>();
  return values;
}

template <class T>
MatrixView<T> view(reference::Matrix<T>& a) {
  return {a.data(), a.rows(), a.cols(), a.cols()};
}

// GPTQ from a line on: turns weights into targets, with what the codes stand for in `value`, which become
// errors divided by the factor's diagonal. Each line is updated by one line after the other.
template <class T>
void sweep_gptq(const MatrixView<T>& lower, const MatrixView<T>& weight, const MatrixView<T>& value) {
  const Index n = lower.rows;
  if (n <= undivided)
    return in_parts(weight.cols, n * n, [&](Index first, Index count) {
      for (Index j = 0; j < n; ++j) {
        auto error = entries(value, j, first, count);
        error = (entries(weight, j, first, count) - error) / lower(j, j);
        for (Index k = j + 1; k < n; ++k) entries(weight, k, first, count) -= lower(k, j) * error;
      }
    });
  const Index half = first_part(n);
  const auto upper_lines = [&](const MatrixView<T>& a) { return part_of(a, 0, 0, half, a.cols); };
  const auto lower_lines = [&](const MatrixView<T>& a) { return part_of(a, half, 0, n - half, a.cols); };
  sweep_gptq(part_of(lower, 0, 0, half, half), upper_lines(weight), upper_lines(value));
  subtract_product(as_stored(part_of(lower, half, 0, n - half, half)), as_stored(upper_lines(value)),
                   lower_lines(weight));
  sweep_gptq(part_of(lower, half, half, n - half, n - half), lower_lines(weight), lower_lines(value));
}

// The nearest plane: takes sum_{i < k} U_ik (value_i - weight_i) off each line k of `target`.
template <class T>
void sweep_on_u(const MatrixView<T>& lower, const MatrixView<T>& error, const MatrixView<T>& target) {
  const Index n = lower.rows;
  if (n <= undivided)
    return in_parts(error.cols, n * n, [&](Index first, Index count) {
      for (Index k = 0; k < n; ++k)
        for (Index i = 0; i < k; ++i)
          entries(target, k, first, count) -= lower(k, i) * entries(error, i, first, count);
    });
  const Index half = first_part(n);
  const auto part = [](const MatrixView<T>& a, Index first, Index count) {
    return part_of(a, first, 0, count, a.cols);
  };
  sweep_on_u(part_of(lower, 0, 0, half, half), part(error, 0, half), part(target, 0, half));
  subtract_product(as_stored(part_of(lower, half, 0, n - half, half)), as_stored(part(error, 0, half)),
                   part(target, half, n - half));
  sweep_on_u(part_of(lower, half, half, n - half, n - half), part(error, half, n - half),
             part(target, half, n - half));
}

}  // namespace sweep_detail

/// The targets t of the rows along their codes (in x rows), in T = F, with a factor of that form.
template <class T>
reference::Matrix<T> swept_targets(const ReplayedRows& rows, Form form, SweepFactor<T>& factor) {
  reference::Matrix<T> target = rows.weight.cast<T>();
  reference::Matrix<T> value = sweep_detail::values<T>(rows);
  if (form == Form::on_u) {
    value -= target;
    sweep_detail::sweep_on_u(factor.lower.view(), sweep_detail::view(value), sweep_detail::view(target));
  } else {
    sweep_detail::sweep_gptq(factor.lower.view(), sweep_detail::view(target), sweep_detail::view(value));
  }
  return target;
}

}  // namespace quantcheck::check
