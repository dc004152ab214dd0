// The options of a layer of integer codes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// gptq (arXiv 2210.17323, as published) and nearest_plane (arXiv 2507.18553) make the same decisions in
/// exact arithmetic; in float32 they round differently. rtn is plain rounding: every weight by itself, on a
/// grid fitted to the weights as they are.
enum class QuantizeMethod { gptq, nearest_plane, rtn };

/// Scales and zeros that are there already, in place of fitted ones.
struct GivenScales {
  Index groups = 0;
  std::vector<double> scale;       // out x groups, none 0
  std::vector<Code> zero;          // out x groups; empty if all are 0
  std::vector<Index> group_index;  // in, below groups; empty for equal groups of neighbouring columns
};

/// The range of reference::least_squares_grid.
inline constexpr double usual_range_of_error = 0.8;

/// The grid that is asked for. Codes are -2^(bits-1) .. 2^(bits-1) - 1 if symmetric, else 0 .. 2^bits - 1, or
/// the range that is given. A range with fitted scales has two ends, and L = max - min is from 1 to 65535. It
/// is fitted as GridOptions (optimized/options.h) says for L, and then shifted; if symmetric, its zero is
/// min + ceil(L / 2).
struct GridRequest : GridFitting {
  // By default scales are current, as in GPTQ.
  GridRequest() : GridFitting{.scales = GroupScales::current} {}

  std::optional<CodeRange> range;  // if given, the bits mean nothing
  // Of least_squares: the power of the errors that is summed, and by how much of itself a scale is shrunk at
  // most: the last candidate is 1.01 - range of the largest.
  double norm_of_error = 2;
  double range_of_error = usual_range_of_error;
  // Of current scales in groups: if above 0, they are fitted to the weights as compensated when the block of
  // so many columns begins in which the group does, as in the published GPTQ with its blocks of 128.
  Index scales_block = 0;
  bool unbounded = false;  // if true, scales are those of the range, and codes have no end
  // If given, then fit, group_size, scales and the zero of `symmetric` mean nothing.
  std::optional<GivenScales> given;

  /// Whether scales are fitted as quantize/fitted_in_double.h says.
  bool fitted_in_double() const {
    return !given && (scales_block > 0 || norm_of_error != 2 || range_of_error != usual_range_of_error);
  }
};

/// What can be asked of a layer of integer codes.
struct QuantizeOptions {
  QuantizeMethod method = QuantizeMethod::gptq;
  Arithmetic arithmetic = Arithmetic::fp32;  // exact is the other one that can be asked for
  GridRequest grid;
  Rounding rounding = Rounding::half_even;
  OrderKind order = OrderKind::natural;
  Order given_order;  // for OrderKind::given
  // If true, `order` means nothing: columns are processed in the group-aware order (reference/order.h) of the
  // groups of group_size, or of the given grid, which have to be neighbouring columns.
  bool group_aware_order = false;
  Damping<reference::Rational> damping;  // of decimals, exactly: 0.01 is 1/100
  DeadInputs dead_inputs = DeadInputs::keep;
};

}  // namespace quantcheck::check
