// The vocabulary that every room shares: plain data, enums and the exception, no arithmetic.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <quantcheck/reference/error.h>

namespace quantcheck {

using Index = std::ptrdiff_t;
using Code = std::int64_t;

/// What becomes of a value half-way between two integers: to the even one, to the greater one, or to the one
/// farther from zero. Everything else goes to the nearest integer.
enum class Rounding { half_even, half_up, half_away };

/// Where the zero point is added: code = round(t / s + zero), or round(t / s) + zero. In floating point the
/// sum rounds, and of a tie half_even takes the even code, or the even code - zero.
enum class ZeroAdded { before, after };

/// The arithmetic an implementation declares for its own computation.
enum class Arithmetic { exact, fp64, fp32, tf32, bf16, fp16 };

/// The floating-point formats that weights, scales and Hessians are stored in.
enum class FloatFormat { f16, bf16, f32, f64 };

/// A permutation of the input columns: order[k] is the column processed k-th.
using Order = std::vector<Index>;

/// natural: first to last. act: descending diagonal of the undamped Hessian, equal ones as they stand.
/// min_pivot: arXiv 2507.18553, Alg. 3. given: the caller's permutation.
enum class OrderKind { natural, act, min_pivot, given };

/// An input is dead where its diagonal entry of the Hessian is 0. keep: nothing special; damping, if any,
/// makes its column plain rounding. zero: as the published GPTQ does: the weights are taken as 0, the
/// diagonal entry as 1, before the order is found and the damping computed.
enum class DeadInputs { keep, zero };

/// lambda = relative * (mean of the undamped diagonal) + absolute is added to the diagonal of the Hessian.
template <class Number>
struct Damping {
  Number relative = Number(1) / Number(100);
  Number absolute = Number(0);
};

/// Which block of eight columns of a row LDLQ takes first: the first one, or the last one and so on
/// backwards.
enum class BlockOrder { first, last };

/// The Voronoi code of E8 of one nesting ratio q, scaled by each of several factors (arXiv 2502.09720).
template <class Number>
struct ScaledCodes {
  Code q = 0;
  std::vector<Number> beta;  // ascending, > 0
};

/// How a block takes its factor: opt-beta, that of the least squared error, the smallest of several; or
/// first-beta, the smallest at which the nearest lattice point is its own code's, the last if there is none.
/// arXiv 2502.09720, Algorithm 3.
enum class BetaChoice { opt, first };

/// A row-major matrix that somebody else owns; `stride` elements from one row to the next.
template <class T>
struct MatrixView {
  T* data = nullptr;
  Index rows = 0;
  Index cols = 0;
  Index stride = 0;

  T& operator()(Index row, Index col) const { return data[row * stride + col]; }
};

/// The codes a grid offers; a missing end is unbounded.
struct CodeRange {
  std::optional<Code> min;
  std::optional<Code> max;

  friend bool operator==(const CodeRange&, const CodeRange&) = default;
};

/// The quantization grid of a layer: a code stands for scale * (code - zero), with one scale and one zero per
/// row and group. `scale` and `zero` are out x groups, row-major; group_index[column] names a column's group.
template <class Number>
struct Grid {
  Index groups = 0;
  std::vector<Number> scale;
  std::vector<Code> zero;
  std::vector<Index> group_index;
  CodeRange range;

  const Number& scale_at(Index row, Index column) const { return scale[row * groups + group_index[column]]; }
  Code zero_at(Index row, Index column) const { return zero[row * groups + group_index[column]]; }

  friend bool operator==(const Grid&, const Grid&) = default;
};

/// What a grid of `levels` + 1 codes, levels >= 1, is fitted as. Symmetric: codes -ceil(levels / 2) ..
/// floor(levels / 2) about the zero 0. Else codes 0 .. levels, and a zero among them.
struct GridShape {
  Code levels = 15;
  bool symmetric = true;

  Code min() const { return symmetric ? -((levels + 1) / 2) : 0; }
  Code max() const { return min() + levels; }
};

/// extent: the scale covers the largest weight of the group (absmax if symmetric, else min-max).
/// least_squares: that scale, or 0.99, 0.98, ..., 0.21 of it, whichever rounds the group's weights with the
/// least sum of squared errors; the largest among equals.
enum class GridFit { extent, least_squares };

/// fixed: from the original weights; a group is group_size neighbouring columns. current: from the weights as
/// compensated for all errors made before the group begins, as GPTQ does; a group is group_size columns that
/// are processed one after another.
enum class GroupScales { fixed, current };

/// How the grid of a layer is fitted to its weights: as the GridShape of 2^bits - 1 levels, or of others
/// where they are given beside this.
struct GridFitting {
  int bits = 4;  // 2 .. 8
  bool symmetric = true;
  GridFit fit = GridFit::extent;
  Index group_size = 0;  // 0: one group
  GroupScales scales = GroupScales::fixed;
};

}  // namespace quantcheck
