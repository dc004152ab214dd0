// The fit of one stored scale and zero to the weights of one group.
#pragma once

#include <array>
#include <cmath>
#include <limits>
#include <span>

#include <quantcheck/proofs_check/cases/scale_rule.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// The rules that ask for the extent of the weights alone, which are all but least_error, in the order of
/// their preference where several fit.
inline constexpr std::array<ScaleFit, 8> extent_fits{
    ScaleFit::absmax,           ScaleFit::minmax,           ScaleFit::absmax_to_top,
    ScaleFit::absmax_to_bottom, ScaleFit::absmax_one_sided, ScaleFit::minmax_without_zero,
    ScaleFit::signed_to_bottom, ScaleFit::minmax_edge};

/// The ends of the codes, both of which there have to be.
struct CodeEnds {
  Code min = 0;
  Code max = 0;

  double levels() const { return static_cast<double>(max - min); }
  /// The zero of symmetric grids.
  Code middle() const { return min + (max - min + 1) / 2; }
};

/// A scale and a zero as stored. A computed scale is rounded to it from a number between low and high.
struct StoredGrid {
  double scale = 0;
  Code zero = 0;
  double low = 0;
  double high = 0;

  bool covers(double computed) const { return low <= computed && computed <= high; }
  /// By how much of itself the computed scale may differ.
  double slack() const { return (high - low) / std::fabs(scale); }
};

/// The least and the greatest of some weights.
struct GroupExtent {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void add(double weight) {
    low = weight < low ? weight : low;
    high = weight > high ? weight : high;
  }
  bool is_zero() const { return low == 0 && high == 0; }
  double magnitude() const { return std::fmax(-low, high); }
};

/// Whether a rule of extent_fits gives this scale and zero for weights of this extent. Zeros are compared
/// exactly, but for those whose quotient lies at a tie within what the scale may differ by.
bool extent_fits_group(ScaleFit fit, const GroupExtent& extent, const StoredGrid& stored,
                       const CodeEnds& ends);

/// The scale of least_error before it is shrunk: that of absmax, or of minmax where the zeros differ.
double covering_scale(const GroupExtent& extent, const CodeEnds& ends, bool symmetric);

/// Whether the stored zero is the one that goes with this covering scale.
bool is_covering_zero(const GroupExtent& extent, double covering, const StoredGrid& stored,
                      const CodeEnds& ends, bool symmetric);

/// Which of 1, 0.99, ..., 0.01 times the covering scale the stored one is, in hundredths; 0 if none.
int percent_of(double covering, const StoredGrid& stored);

/// Whether no percentage from 100 down to `least` makes the sum of |w - dequant|^norm certainly less than
/// `percent` does, with the stored zero. Published code sums in float32: what differs by less than 1e-4 of
/// itself is taken for equal.
bool has_least_error(std::span<const double> weights, double covering, const StoredGrid& stored,
                     const CodeEnds& ends, int percent, double norm, int least);

/// The last percentage that a range of least_error tries.
inline int last_percent(double range) { return 101 - static_cast<int>(std::lround(range * 100)); }

/// The sum of |w - dequant|^norm where weights are rounded to a grid.
double rounding_error(std::span<const double> weights, double scale, Code zero, const CodeEnds& ends,
                      double norm);

}  // namespace quantcheck::check
