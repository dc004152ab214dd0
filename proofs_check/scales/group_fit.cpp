#include <quantcheck/proofs_check/scales/group_fit.h>

#include <algorithm>

namespace quantcheck::check {
namespace {

constexpr double equal_errors = 1e-4;

// Whether the stored zero is the code nearest to qmin - low / scale or, clamped, the end of the codes that
// is.
bool is_zero_of(double low, double scale, const StoredGrid& stored, const CodeEnds& ends, bool clamped) {
  const double quotient = -low / scale;
  double wanted = static_cast<double>(ends.min) + quotient;
  const double slack = 0.5 + std::fabs(quotient) * stored.slack();
  const auto zero = static_cast<double>(stored.zero);
  if (std::fabs(wanted - zero) <= slack) return true;
  wanted = std::clamp(wanted, static_cast<double>(ends.min), static_cast<double>(ends.max));
  return clamped && std::fabs(wanted - zero) <= slack;
}

// Whether the grid is that of minmax_edge. A quotient edge / S' at a tie may go to either side.
bool is_edge_grid(const GroupExtent& extent, const StoredGrid& stored, const CodeEnds& ends) {
  const bool lower = -extent.low > extent.high;
  const double edge = lower ? extent.low : extent.high;
  const double spread = (extent.high - extent.low) / ends.levels();
  const double steps = -std::fabs(edge) / spread;
  const auto n = static_cast<double>(ends.min - stored.zero);
  if (std::fabs(steps - n) > 0.5 + std::fabs(steps) * stored.slack()) return false;
  return stored.covers(n != 0 ? edge / n : lower ? spread : -spread);
}

}  // namespace

bool extent_fits_group(ScaleFit fit, const GroupExtent& extent, const StoredGrid& stored,
                       const CodeEnds& ends) {
  const double levels = ends.levels();
  const double size = extent.magnitude();
  const bool middle = stored.zero == ends.middle();
  const auto above = static_cast<double>(ends.max - ends.middle());
  const auto below = static_cast<double>(ends.middle() - ends.min);
  switch (fit) {
    case ScaleFit::absmax:
      return middle && stored.covers(size / (levels / 2));
    case ScaleFit::absmax_to_top:
      return middle && stored.covers(size / above);
    case ScaleFit::absmax_to_bottom:
      return middle && stored.covers(size / below);
    case ScaleFit::absmax_one_sided:
      return middle && stored.covers(extent.low >= 0 ? extent.high / levels : size / (levels / 2));
    case ScaleFit::signed_to_bottom:
      return middle && ((extent.high == size && stored.covers(-size / below)) ||
                        (-extent.low == size && stored.covers(size / below)));
    case ScaleFit::minmax: {
      const double low = std::min(extent.low, 0.0);
      return stored.covers((std::max(extent.high, 0.0) - low) / levels) &&
             is_zero_of(low, stored.scale, stored, ends, false);
    }
    case ScaleFit::minmax_without_zero:
      return stored.covers((extent.high - extent.low) / levels) &&
             is_zero_of(extent.low, stored.scale, stored, ends, true);
    case ScaleFit::minmax_edge:
      return is_edge_grid(extent, stored, ends);
    case ScaleFit::least_error:
      break;
  }
  return false;
}

double covering_scale(const GroupExtent& extent, const CodeEnds& ends, bool symmetric) {
  if (symmetric) return extent.magnitude() / (ends.levels() / 2);
  return (std::max(extent.high, 0.0) - std::min(extent.low, 0.0)) / ends.levels();
}

bool is_covering_zero(const GroupExtent& extent, double covering, const StoredGrid& stored,
                      const CodeEnds& ends, bool symmetric) {
  if (symmetric) return stored.zero == ends.middle();
  return is_zero_of(std::min(extent.low, 0.0), covering, stored, ends, false);
}

int percent_of(double covering, const StoredGrid& stored) {
  const double share = 100 * stored.scale / covering;
  if (!(share > 0.5 && share < 100.5)) return 0;
  const int percent = static_cast<int>(std::lround(share));
  return stored.covers(covering * percent / 100) ? percent : 0;
}

double rounding_error(std::span<const double> weights, double scale, Code zero, const CodeEnds& ends,
                      double norm) {
  const auto first = static_cast<double>(ends.min - zero);
  const auto last = static_cast<double>(ends.max - zero);
  double sum = 0;
  for (const double weight : weights) {
    const double off = std::fabs(weight - scale * std::clamp(std::nearbyint(weight / scale), first, last));
    sum += norm == 2 ? off * off : std::pow(off, norm);
  }
  return sum;
}

bool has_least_error(std::span<const double> weights, double covering, const StoredGrid& stored,
                     const CodeEnds& ends, int percent, double norm, int least) {
  if (percent < least) return false;
  const double own = rounding_error(weights, covering * percent / 100, stored.zero, ends, norm);
  for (int other = 100; other >= least; --other)
    if (rounding_error(weights, covering * other / 100, stored.zero, ends, norm) < own * (1 - equal_errors))
      return false;
  return true;
}

}  // namespace quantcheck::check
