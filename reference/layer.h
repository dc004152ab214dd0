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

/// The rule for a value half-way between two integers: it is rounded to the even one, to the greater one, or
/// to the one farther from zero. Every other value is rounded to the nearest integer.
enum class Rounding { half_even, half_up, half_away };

/// The place where the zero point is added. `before`: code = round(t / s + zero). `after`:
/// code = round(t / s) + zero. In floating point the sum t / s + zero is rounded, too. At a tie, half_even
/// takes the even code in the first form, and the even code - zero in the second.
enum class ZeroAdded { before, after };

/// The arithmetic that an implementation declares for its own computation.
enum class Arithmetic { exact, fp64, fp32, tf32, bf16, fp16 };

/// The floating-point formats that weights, scales and Hessians are stored in. Those of 8 bits are the ones
/// of the OCP: e4m3 without infinities (OFP8), e5m2, and e8m0 (MX), which holds powers of two and no sign.
enum class FloatFormat { f16, bf16, f32, f64, f8_e4m3, f8_e5m2, f8_e8m0 };

/// A permutation of the input columns: order[k] is the column processed k-th.
using Order = std::vector<Index>;

/// The orders in which columns are processed. `natural` is first to last. `act` is by descending diagonal of
/// the undamped Hessian, where columns of equal entries keep their order. `min_pivot` is arXiv 2507.18553,
/// Alg. 3. `given` is a permutation that the caller gives.
enum class OrderKind { natural, act, min_pivot, given };

/// The treatment of dead inputs, which are those whose diagonal entry of the Hessian is 0. `keep` does
/// nothing special; with damping, the column of a dead input is rounded plainly. `zero` does as the published
/// GPTQ: the weights of the column are taken as 0 and the diagonal entry as 1, before the order is found and
/// the damping computed.
enum class DeadInputs { keep, zero };

/// The damping lambda, which is added to the diagonal of the Hessian:
///     lambda = relative * (mean of the undamped diagonal) + absolute.
template <class Number>
struct Damping {
  Number relative = Number(1) / Number(100);
  Number absolute = Number(0);
};

/// The order in which LDLQ takes the blocks of eight columns: from the first to the last, or from the last to
/// the first.
enum class BlockOrder { first, last };

/// The Voronoi code of E8 with nesting ratio q, scaled by each of several factors beta (arXiv 2502.09720).
template <class Number>
struct ScaledCodes {
  Code q = 0;
  std::vector<Number> beta;  // ascending, > 0
};

/// The rule by which a lattice block chooses its factor beta. `opt` (opt-beta) takes the factor of the least
/// squared error, and the smallest of several. `first` (first-beta) takes the smallest factor at which the
/// code of the nearest lattice point decodes to that point, and the last factor if there is none. arXiv
/// 2502.09720, Algorithm 3.
enum class BetaChoice { opt, first };

/// A row-major matrix that somebody else owns. From one row to the next there are `stride` elements.
template <class T>
struct MatrixView {
  T* data = nullptr;
  Index rows = 0;
  Index cols = 0;
  Index stride = 0;

  T& operator()(Index row, Index col) const { return data[row * stride + col]; }
};

/// The codes min .. max that a grid offers. A side whose end is missing is unbounded.
struct CodeRange {
  std::optional<Code> min;
  std::optional<Code> max;

  friend bool operator==(const CodeRange&, const CodeRange&) = default;
};

/// The quantization grid of a layer: a code stands for scale * (value(code) - zero) + offset. Where the grid
/// has a table of levels, value(code) is levels[code], the codes are its places, 0 .. K-1, and `range` says
/// nothing; else value(code) is the code itself. There is one scale, zero and offset per row and group;
/// `scale`, `zero` and `offset` are out x groups, row-major; group_index[column] names a column's group.
template <class Number>
struct Grid {
  Index groups = 0;
  std::vector<Number> scale;
  std::vector<Code> zero;
  std::vector<Index> group_index;
  CodeRange range;
  std::vector<Number> levels = {};  // finite, in any order, values may repeat; empty: integers in `range`
  std::vector<Number> offset = {};  // empty: 0 everywhere

  const Number& scale_at(Index row, Index column) const { return scale[row * groups + group_index[column]]; }
  Code zero_at(Index row, Index column) const { return zero[row * groups + group_index[column]]; }
  Number offset_at(Index row, Index column) const {
    return offset.empty() ? Number(0) : offset[row * groups + group_index[column]];
  }

  friend bool operator==(const Grid&, const Grid&) = default;
};

/// The shape of a grid of `levels` + 1 codes, levels >= 1, that is fitted to weights. If it is symmetric, the
/// codes are -ceil(levels / 2) .. floor(levels / 2), and the zero is 0. Else the codes are 0 .. levels, and
/// the zero is one of them.
struct GridShape {
  Code levels = 15;
  bool symmetric = true;

  Code min() const { return symmetric ? -((levels + 1) / 2) : 0; }
  Code max() const { return min() + levels; }
};

/// The rule by which a scale is chosen. `extent`: the scale covers the largest weight of the group (absmax if
/// symmetric, else min-max). `least_squares`: of that scale and 0.99, 0.98, ..., 0.21 of it, the one that
/// rounds the group's weights with the least sum of squared errors, and the largest among equals.
enum class GridFit { extent, least_squares };

/// The weights that the grid of a group is fitted to. `fixed`: the original weights; a group is group_size
/// neighbouring columns. `current`: the weights as compensated for all errors made before the group begins,
/// as GPTQ does; a group is group_size columns that are processed one after another.
enum class GroupScales { fixed, current };

/// The fitting of a layer's grid to its weights. Its GridShape has 2^bits - 1 levels, unless another number
/// of levels is given beside this.
struct GridFitting {
  int bits = 4;  // 2 .. 8
  bool symmetric = true;
  GridFit fit = GridFit::extent;
  Index group_size = 0;  // columns in a group; 0: all columns are one group
  GroupScales scales = GroupScales::fixed;
};

}  // namespace quantcheck
