// Sweeps over the columns of some rows along given codes, in an arithmetic coarser than float32.
#pragma once

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include <quantcheck/proofs_check/replay/dense/coarse_lanes.h>
#include <quantcheck/proofs_check/replay/dense/sweep_factor.h>
#include <quantcheck/proofs_check/replay/replayed_rows.h>

namespace quantcheck::check {

namespace coarse_sweep_detail {

inline constexpr Index lanes = 16;  // rows that are swept together
using Lanes = std::array<float, lanes>;

template <class T>
float as_float(const T& x) {
  return static_cast<float>(static_cast<double>(x));
}

// Continues the chains of products of entries first .. last - 1 of a line of the factor and the errors.
template <class T>
void extend(Lanes& chain, const float* line, const std::vector<Lanes>& errors, Index first, Index last) {
  Lanes sum = chain;
  for (Index j = first; j < last; ++j) {
    const float entry = line[j];
    const Lanes& error = errors[j];
    for (Index i = 0; i < lanes; ++i)
      sum[i] = CoarseLanes<T>::sum(sum[i], CoarseLanes<T>::product(entry, error[i]));
  }
  chain = sum;
}

// Sweeps some rows, of which `rows` has the numbers from `first` on.
template <class T>
void sweep_lanes(const ReplayedRows& rows, Form form, SweepFactor<float>& factor, Index block, Index first,
                 Index count, reference::Matrix<T>& targets) {
  const Index n = rows.weight.rows();
  const bool on_u = form == Form::on_u;
  std::vector<Lanes> errors(n);  // as operands of products
  for (Index k = 0; k < n; ++k) {
    const float* line = &factor.lower(k, 0);
    std::array<T, lanes> weight;
    for (Index i = 0; i < count; ++i) weight[i] = T(rows.weight(k, first + i));
    const Index own = k / block * block;
    // GPTQ adds to the weight; on U, the finished blocks and the last one are summed from 0.
    Lanes sum{};
    if (!on_u)
      for (Index i = 0; i < count; ++i) sum[i] = as_float(weight[i]);
    for (Index begin = 0; begin < own; begin += block) {
      Lanes of_block{};
      extend<T>(block == 1 ? sum : of_block, line, errors, begin, block == 1 ? own : begin + block);
      if (block == 1) break;
      for (Index i = 0; i < lanes; ++i) sum[i] = CoarseLanes<T>::sum(sum[i], of_block[i]);
    }
    Lanes last{};
    extend<T>(on_u ? last : sum, line, errors, own, k);
    for (Index i = 0; i < count; ++i) {
      const T target = on_u ? weight[i] + (T(sum[i]) + T(last[i])) : T(sum[i]);
      T value = T(rows.scale(k, first + i)) * T(rows.code(k, first + i));
      if (rows.offsets.size() > 0) value = value + T(rows.offsets(k, first + i));
      errors[k][i] = CoarseLanes<T>::operand(as_float(on_u ? weight[i] - value : value - target));
      targets(k, first + i) = target;
    }
  }
}

}  // namespace coarse_sweep_detail

/// Makes of a factor in float32 what sweeps in T take: entries of T, as operands of products, where that of
/// H^-1 is divided by its diagonal.
template <class T>
void make_coarse(Form form, SweepFactor<float>& factor) {
  for (Index k = 0; k < factor.lower.size(); ++k)
    for (Index j = 0; j < k; ++j) {
      float& entry = factor.lower(k, j);
      entry = CoarseLanes<T>::operand(
          coarse_sweep_detail::as_float(T(form == Form::on_u ? entry : entry / factor.lower(j, j))));
    }
}

/// The targets t of the rows along their codes (in x rows), in T, with a factor of that form that was made
/// coarse. Sums are those of reference::nearest_plane_blocked and reference::gptq_blocked, in blocks of 1, 16
/// and 128 columns by turns of the version.
template <class T>
reference::Matrix<T> coarsely_swept_targets(const ReplayedRows& rows, Form form, SweepFactor<float>& factor,
                                            int version) {
  constexpr Index block_sizes[] = {1, 16, 128};
  const Index block = block_sizes[version % std::size(block_sizes)];
  const Index n = rows.weight.rows();
  reference::Matrix<T> targets(n, rows.weight.cols());
  in_parts<coarse_sweep_detail::lanes>(rows.weight.cols(), n * n, [&](Index first, Index count) {
    coarse_sweep_detail::sweep_lanes(rows, form, factor, block, first, count, targets);
  });
  return targets;
}

}  // namespace quantcheck::check
