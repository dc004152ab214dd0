#include <quantcheck/proofs_check/certified/row_errors.h>

#include <cmath>

#include <quantcheck/optimized/parallel/team.h>

namespace quantcheck::check {
namespace {

constexpr double least = 0x1p-400;
constexpr double most = 0x1p400;
constexpr Code most_exact = Code{1} << 53;  // every integer up to this is a double

bool in_range(double error, double scale, Code steps) {
  const double size = std::fabs(scale);
  return std::fabs(error) <= most && least <= size && size <= most && -most_exact <= steps &&
         steps <= most_exact;
}

// Where steps are less than the inputs divided by this, it takes longer to look at all numbers of a row.
constexpr Index few_steps = 4;

// codes_of(i) holds the codes of the i-th row, by column, and code_at(i, column) is one of them.
template <class CodesOf, class CodeAt>
RowErrors errors_of(const Case& c, const Grid<double>& grid, const Order& order,
                    const std::vector<double>& scaling, std::span<const Index> rows, const CodesOf& codes_of,
                    const CodeAt& code_at) {
  const Index steps = std::ssize(order);
  const Index count = std::ssize(rows);
  RowErrors result{reference::Matrix<double>(count, steps), reference::Matrix<double>(count, steps),
                   std::vector<unsigned char>(static_cast<std::size_t>(count))};
  optimized::Team& team = optimized::team_of(optimized::thread_count(0));
  team.for_each(count, [&](Index i) {
    const Index row = rows[i];
    bool usable = true;
    const auto add = [&](Index k, double weight, Code code) {
      const Index column = order[k];
      const Code from_zero = code - grid.zero_at(row, column);
      const double unit = scaling[column];
      const double scale = grid.scale_at(row, column) / unit;
      const double error = std::fma(-scale, static_cast<double>(from_zero), weight / unit);
      result.scale(i, k) = scale;
      result.error(i, k) = error;
      const bool lost = error == 0 && from_zero == 0 && weight != 0;
      usable = usable && !lost && in_range(error, scale, from_zero);
    };
    if (steps < c.layer.in / few_steps) {
      for (Index k = 0; k < steps; ++k) add(k, c.weight_at(row, order[k]), code_at(i, order[k]));
    } else {
      const std::vector<double> weights = c.weights_of(row);
      const auto codes = codes_of(i);
      for (Index k = 0; k < steps; ++k) add(k, weights[order[k]], codes[order[k]]);
    }
    result.usable[i] = usable;
  });
  return result;
}

}  // namespace

RowErrors row_errors(const Case& c, const Grid<double>& grid, const Order& order,
                     const std::vector<double>& scaling, std::span<const Index> rows) {
  return errors_of(
      c, grid, order, scaling, rows, [&](Index i) { return c.codes.row(rows[i]); },
      [&](Index i, Index column) { return c.codes(rows[i], column); });
}

RowErrors row_errors(const Case& c, const reference::Codes& codes, const Grid<double>& grid,
                     const Order& order, const std::vector<double>& scaling, std::span<const Index> rows) {
  return errors_of(
      c, grid, order, scaling, rows,
      [&](Index i) { return std::span(&codes(i, 0), static_cast<std::size_t>(codes.cols())); },
      [&](Index i, Index column) { return codes(i, column); });
}

reference::Rational exact_error(const Case& c, const Grid<double>& grid, Index row, Index column) {
  return reference::exact(c.weight_at(row, column)) -
         reference::exact(grid.scale_at(row, column)) *
             reference::Rational(c.codes(row, column) - grid.zero_at(row, column));
}

}  // namespace quantcheck::check
