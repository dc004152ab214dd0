#include <quantcheck/proofs_check/quantize/plain_codes.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/reference/grid.h>

namespace quantcheck::check {

using reference::exact;
using reference::Rational;

namespace {

// Quotients below this have a part after the point that double tells.
constexpr double most_certain_quotient = 0x1p50;

// More than the relative error of a quotient.
constexpr double quotient_error = 0x1p-52;

// The integer nearest to weight / scale; nothing where double does not tell.
std::optional<Code> nearest_integer(double weight, double scale) {
  const double quotient = weight / scale;
  if (!(std::fabs(quotient) < most_certain_quotient)) return std::nullopt;
  const double below = std::floor(quotient);
  const double beyond_tie = quotient - below - 0.5;
  if (!(std::fabs(beyond_tie) > quotient_error * (std::fabs(quotient) + 1))) return std::nullopt;
  return static_cast<Code>(beyond_tie > 0 ? below + 1 : below);
}

Code clamped(const CodeRange& range, Code code) {
  if (range.max) code = std::min(code, *range.max);
  if (range.min) code = std::max(code, *range.min);
  return code;
}

Code exact_code(const Case& c, Index row, Index column) {
  const Grid<Rational> grid{
      1, {exact(c.grid.scale_at(row, column))}, {c.grid.zero_at(row, column)}, {0}, c.grid.range};
  return reference::nearest(grid, 0, 0, exact(c.weight_at(row, column)), c.declared.rounding);
}

}  // namespace

reference::Codes plain_codes(const Case& c) {
  reference::Codes codes(c.layer.out, c.layer.in);
  std::vector<std::vector<Index>> open(static_cast<std::size_t>(c.layer.out));  // columns, by row
  optimized::team_of(optimized::thread_count(0)).for_each(c.layer.out, [&](Index row) {
    for (Index j = 0; j < c.layer.in; ++j) {
      const auto steps = nearest_integer(c.weight_at(row, j), c.grid.scale_at(row, j));
      if (steps)
        codes(row, j) = clamped(c.grid.range, *steps + c.grid.zero_at(row, j));
      else
        open[row].push_back(j);
    }
  });
  for (Index row = 0; row < c.layer.out; ++row)
    for (const Index j : open[row]) codes(row, j) = exact_code(c, row, j);
  return codes;
}

}  // namespace quantcheck::check
