// Rules by which the scales and zeros of a grid follow from weights.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// How a scale S and a zero z follow from the weights w of a group. L is qmax - qmin. Of the symmetric rules,
/// z is the middle code m = qmin + ceil(L / 2). Of minmax, low = min(0, min w) and high = max(0, max w).
///     absmax             S = max |w| / (L / 2)
///     absmax-qmax        S = max |w| / (qmax - m)
///     absmax-qmin        S = max |w| / (m - qmin): full-range signed
///     absmax-one-sided   absmax, but S = max w / L where no weight is negative, as in the published GPTQ
///     signed-qmin        S = w / (qmin - m) for the w of the greatest magnitude, with its sign
///     minmax             S = (high - low) / L,         z = qmin + round(-low / S)
///     minmax-without-0   S = (max w - min w) / L,      z = qmin + round(-min w / S), or the end of the range
///     minmax-edge        S = edge / n, z = qmin - n, where edge is the end of min w .. max w that is farther
///                        from 0, at the other side of which the codes end, and n = round(edge / S') for S' =
///                        (max w - min w) / L with the sign that makes n negative; S' itself where n is 0
///     mse                p S for S and z of absmax or minmax, where p is the one of 1, 0.99, 0.98, ... that
///                        makes sum |w - dequant(round(w))|^norm least, down to 1 - range
enum class ScaleFit {
  absmax,
  absmax_to_top,
  absmax_to_bottom,
  absmax_one_sided,
  signed_to_bottom,
  minmax,
  minmax_without_zero,
  minmax_edge,
  least_error
};

/// The weights that the scale of a group is fitted to: as they are; as compensated when the group begins; or
/// as compensated when the block of columns begins in which the group does.
enum class ScaleTime { fixed, current, stale };

/// The columns that a scale is fitted to: the group's own; the first ones of the group, or of the row; those
/// of one group, for all groups of the row; or the whole row, for all its groups.
enum class ScaleColumns { group, first_of_group, first_of_row, one_group, row };

struct ScaleRule {
  ScaleFit fit = ScaleFit::absmax;
  double norm = 2;     // of least_error
  double range = 0.8;  // of least_error, the greatest share by which a scale is shrunk
  ScaleTime time = ScaleTime::fixed;
  Index block = 0;  // of stale
  ScaleColumns columns = ScaleColumns::group;
  bool processed = false;  // whether first columns are those that are processed first
  Index part = 0;          // the number of first columns; or the one group
  bool with_dead = false;  // whether the weights of dead inputs count as they are, not as 0

  friend bool operator==(const ScaleRule&, const ScaleRule&) = default;
};

/// What a case declares of its scales' rule. What is absent is left open.
struct DeclaredScaleRule {
  ScaleFit fit = ScaleFit::absmax;
  std::optional<double> norm;
  std::optional<double> range;
  std::optional<ScaleTime> time;
  std::optional<Index> block;

  /// Whether a rule is one of those that this leaves open, for a grid of so many groups. With one group, its
  /// weights when it begins are the weights as they are.
  bool allows(const ScaleRule& rule, Index groups) const;

  friend bool operator==(const DeclaredScaleRule&, const DeclaredScaleRule&) = default;
};

std::string_view name_of(ScaleFit fit);
std::string_view name_of(ScaleTime time);

/// The rule in the words of a case file: the name of the fit, then as far as given "norm=2.4", "range=0.8",
/// "static", "current" or "stale", and "block=128", with spaces between. Throws Error for anything else.
DeclaredScaleRule parse_scale_rule(const std::string& words);
/// The words that parse_scale_rule reads as `rule`.
std::string words_of(const DeclaredScaleRule& rule);

}  // namespace quantcheck::check
