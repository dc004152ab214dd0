// What can be asked of a layer of integer codes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// GPTQ as published (arXiv 2210.17323) and the nearest plane (arXiv 2507.18553) make the same decisions in
/// exact arithmetic; in float32 they round differently. rtn: plain rounding, every weight by itself, on a
/// grid fitted to the weights as they are.
enum class QuantizeMethod { gptq, nearest_plane, rtn };

/// Scales and zeros that are there already, in place of fitted ones.
struct GivenScales {
  Index groups = 0;
  std::vector<double> scale;       // out x groups, none 0
  std::vector<Code> zero;          // out x groups; empty: all 0
  std::vector<Index> group_index;  // in, below groups; empty: equal groups of neighbouring columns
};

/// Codes are -2^(bits-1) .. 2^(bits-1) - 1 if symmetric, else 0 .. 2^bits - 1, or the range that is given. A
/// range with fitted scales has two ends, L = max - min from 1 to 65535, and is fitted as GridOptions
/// (optimized/options.h) says for L, shifted: symmetric, with the zero min + ceil(L / 2).
struct GridRequest : GridFitting {
  GridRequest() : GridFitting{.scales = GroupScales::current} {}  // as GPTQ has them

  std::optional<CodeRange> range;    // then the bits mean nothing
  bool unbounded = false;            // the scales of the range, and codes without end
  std::optional<GivenScales> given;  // then fit, group_size, scales and symmetric's zero mean nothing
};

struct QuantizeOptions {
  QuantizeMethod method = QuantizeMethod::gptq;
  Arithmetic arithmetic = Arithmetic::fp32;  // or exact
  GridRequest grid;
  Rounding rounding = Rounding::half_even;
  OrderKind order = OrderKind::natural;
  Order given_order;                     // for OrderKind::given
  Damping<reference::Rational> damping;  // of decimals, exactly: 0.01 is 1/100
  DeadInputs dead_inputs = DeadInputs::keep;
};

}  // namespace quantcheck::check
