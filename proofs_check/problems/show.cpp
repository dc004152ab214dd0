#include <ostream>

#include <quantcheck/proofs_check/problems/problem.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {

using reference::Matrix;
using reference::Rational;

namespace {

template <class T>
void show(std::ostream& stream, const char* name, const Matrix<T>& matrix) {
  const Eigen::IOFormat rows(Eigen::StreamPrecision, 0, " ", "\n", "    ");
  stream << "  " << name << " =\n" << matrix.format(rows) << '\n';
}

// The matrix of at(row, column), out x in.
template <class T, class At>
Matrix<T> by_column(const Problem& problem, At at) {
  Matrix<T> values(problem.out(), problem.in());
  for (Index row = 0; row < problem.out(); ++row)
    for (Index j = 0; j < problem.in(); ++j) values(row, j) = at(row, j);
  return values;
}

void show_grid(std::ostream& stream, const Problem& problem) {
  const Grid<Rational>& grid = problem.grid;
  show(stream, "scale",
       by_column<Rational>(problem, [&grid](Index row, Index j) { return grid.scale_at(row, j); }));
  const Matrix<Code> zero =
      by_column<Code>(problem, [&grid](Index row, Index j) { return grid.zero_at(row, j); });
  if ((zero.array() != 0).any()) show(stream, "zero point", zero);
  const Matrix<Rational> offset =
      by_column<Rational>(problem, [&grid](Index row, Index j) { return grid.offset_at(row, j); });
  if ((offset.array() != 0).any()) show(stream, "offset", offset);
}

void show_levels(std::ostream& stream, const std::vector<Rational>& levels) {
  stream << "  levels:";
  for (const Rational& level : levels) stream << ' ' << level;
  stream << '\n';
}

void show_range(std::ostream& stream, const CodeRange& range) {
  stream << "  codes: ";
  if (range.min && range.max) {
    stream << *range.min << " .. " << *range.max;
  } else if (range.min) {
    stream << *range.min << " and up";
  } else if (range.max) {
    stream << "up to " << *range.max;
  } else {
    stream << "any integer";
  }
  stream << '\n';
}

void show_order(std::ostream& stream, const Order& order) {
  stream << "  order:";
  for (const Index j : order) stream << ' ' << j;
  stream << '\n';
}

const char* direction(Rounding rounding) {
  switch (rounding) {
    case Rounding::half_up:
      return "up";
    case Rounding::half_away:
      return "away from zero";
    default:
      return "to even";
  }
}

}  // namespace

std::ostream& operator<<(std::ostream& stream, const Problem& problem) {
  stream << '\n';
  show(stream, "weight", problem.weight);
  if (problem.activations.size() > 0) {
    show(stream, "activations", problem.activations);
  } else {
    show(stream, "hessian", problem.hessian);
  }
  if (problem.damping != 0) stream << "  damping = " << problem.damping << '\n';
  show_grid(stream, problem);
  if (problem.grid.levels.empty()) {
    show_range(stream, problem.grid.range);
  } else {
    show_levels(stream, problem.grid.levels);
  }
  if (problem.order != reference::natural_order(problem.in())) show_order(stream, problem.order);
  return stream << "  ties: " << direction(problem.rounding) << '\n';
}

}  // namespace quantcheck::check
