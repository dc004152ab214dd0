#include <quantcheck/proofs_check/certified/row_errors.h>

#include <cmath>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/pair.h>
#include <quantcheck/reference/grid.h>

namespace quantcheck::check {
namespace {

constexpr double least = 0x1p-400;
constexpr double most = 0x1p400;
constexpr Code most_integer = Code{1} << 53;  // every integer up to this is a double

bool in_range(double error, double scale, double multiple) {
  const double size = std::fabs(scale);
  return std::fabs(error) <= most && least <= size && size <= most && std::fabs(multiple) <= most &&
         (multiple == 0 || std::fabs(multiple) >= least);
}

// The error where the grid has an offset there, in the scaled units of the column.
double error_with_offset(const Case& c, const Grid<double>& grid, Index row, Index column, Code code,
                         double weight, double unit) {
  constexpr double small = 0x1p-20;
  const Pair from_offset = exact_sum(weight / unit, -grid.offset_at(row, column) / unit);
  const double scale = grid.scale_at(row, column) / unit;
  const double error =
      std::fma(-scale, reference::multiple(grid, row, column, code), from_offset.hi) + from_offset.lo;
  if (std::fabs(error) >= small * std::fabs(from_offset.hi)) return error;
  return reference::approximate(exact_error(c, grid, row, column, code) / reference::exact(unit));
}

// Whether the distance of a level from the zero is that double exactly.
bool is_exact(const Grid<double>& grid, Code code, Code zero, double multiple) {
  if (grid.levels.empty()) return -most_integer <= code - zero && code - zero <= most_integer;
  if (zero == 0) return true;
  const Pair exactly = exact_sum(grid.levels[code], -static_cast<double>(zero));
  return exactly.lo == 0 && exactly.hi == multiple;
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
      const double multiple = reference::multiple(grid, row, column, code);
      const double unit = scaling[column];
      const double scale = grid.scale_at(row, column) / unit;
      const double error = grid.offset.empty() ? std::fma(-scale, multiple, weight / unit)
                                               : error_with_offset(c, grid, row, column, code, weight, unit);
      result.scale(i, k) = scale;
      result.error(i, k) = error;
      const bool lost = error == 0 && multiple == 0 && weight != 0 && grid.offset.empty();
      usable = usable && !lost && in_range(error, scale, multiple) &&
               is_exact(grid, code, grid.zero_at(row, column), multiple);
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

reference::Rational exact_error(const Case& c, const Grid<double>& grid, Index row, Index column, Code code) {
  using reference::exact;
  using reference::Rational;
  const Code zero = grid.zero_at(row, column);
  const Rational multiple =
      grid.levels.empty() ? Rational(code - zero) : Rational(exact(grid.levels[code]) - Rational(zero));
  const Rational error = exact(c.weight_at(row, column)) - exact(grid.scale_at(row, column)) * multiple;
  return grid.offset.empty() ? error : Rational(error - exact(grid.offset_at(row, column)));
}

reference::Rational exact_error(const Case& c, const Grid<double>& grid, Index row, Index column) {
  return exact_error(c, grid, row, column, c.codes(row, column));
}

}  // namespace quantcheck::check
