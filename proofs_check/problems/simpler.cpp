#include <algorithm>
#include <utility>

#include <quantcheck/proofs_check/problems/length.h>
#include <quantcheck/proofs_check/problems/problem.h>
#include <quantcheck/proofs_check/problems/random_hessian.h>
#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {

using reference::Matrix;
using reference::Rational;

namespace {

template <class T>
void erase_at(std::vector<T>& values, Index first, Index count) {
  values.erase(values.begin() + first, values.begin() + first + count);
}

template <class T>
Matrix<T> without(const Matrix<T>& matrix, Index row, Index column) {
  std::vector<Index> rows = reference::natural_order(matrix.rows());
  std::vector<Index> columns = reference::natural_order(matrix.cols());
  if (row >= 0) erase_at(rows, row, 1);
  if (column >= 0) erase_at(columns, column, 1);
  return matrix(rows, columns);
}

bool has_activations(const Problem& problem) { return problem.activations.size() > 0; }

Problem without_row(Problem problem, Index row) {
  problem.weight = without(problem.weight, row, -1);
  erase_at(problem.grid.scale, row * problem.grid.groups, problem.grid.groups);
  erase_at(problem.grid.zero, row * problem.grid.groups, problem.grid.groups);
  if (!problem.grid.offset.empty())
    erase_at(problem.grid.offset, row * problem.grid.groups, problem.grid.groups);
  return problem;
}

Problem without_column(Problem problem, Index column) {
  problem.weight = without(problem.weight, -1, column);
  problem.hessian = without(problem.hessian, column, column);
  if (has_activations(problem)) problem.activations = without(problem.activations, -1, column);
  erase_at(problem.grid.group_index, column, 1);
  std::erase(problem.order, column);
  for (Index& j : problem.order)
    if (j > column) --j;
  return problem;
}

bool is_connected(const Matrix<Rational>& hessian, Index j) {
  for (Index i = 0; i < hessian.rows(); ++i)
    if (i != j && hessian(i, j) != 0) return true;
  return false;
}

// The weight in scales, from the offset on.
Rational in_scales(const Problem& problem, Index row, Index j) {
  const Grid<Rational>& grid = problem.grid;
  return (problem.weight(row, j) - grid.offset_at(row, j)) / grid.scale_at(row, j);
}

// The problem on another grid. In scales its weights stay what they are, so that ties stay ties.
Problem with_grid(Problem problem, Grid<Rational> grid) {
  for (Index row = 0; row < problem.out(); ++row)
    for (Index j = 0; j < problem.in(); ++j)
      problem.weight(row, j) = in_scales(problem, row, j) * grid.scale_at(row, j) + grid.offset_at(row, j);
  problem.grid = std::move(grid);
  return problem;
}

// The groups that some column is in, ascending.
std::vector<Index> used_groups(const Grid<Rational>& grid) {
  std::vector<Index> used = grid.group_index;
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  return used;
}

// The grid with only the groups `kept`, which are ascending. A column of another group joins the first.
Grid<Rational> with_groups(const Grid<Rational>& grid, const std::vector<Index>& kept) {
  Grid<Rational> result;
  result.range = grid.range;
  result.levels = grid.levels;
  result.groups = std::ssize(kept);
  for (std::size_t first = 0; first < grid.scale.size(); first += grid.groups)
    for (const Index group : kept) {
      result.scale.push_back(grid.scale[first + group]);
      result.zero.push_back(grid.zero[first + group]);
      if (!grid.offset.empty()) result.offset.push_back(grid.offset[first + group]);
    }
  for (const Index group : grid.group_index) {
    const auto place = std::find(kept.begin(), kept.end(), group);
    result.group_index.push_back(place == kept.end() ? 0 : place - kept.begin());
  }
  return result;
}

// All entries rounded down to multiples of `unit`.
Matrix<Rational> multiples(const Matrix<Rational>& matrix, const Rational& unit) {
  return matrix.unaryExpr([&unit](const Rational& x) { return Rational(reference::floor(x / unit) * unit); });
}

// V V^T, where V is U, the factor of a permuted Hessian, with its entries rounded down to multiples of
// `unit`. With a unit of 1 or 1/2, the targets of dyadic weights are dyadic.
Matrix<Rational> with_short_factor(const Matrix<Rational>& u, const Rational& unit) {
  const Matrix<Rational> v = multiples(u, unit);
  return v * v.transpose();
}

bool is_diagonal(const Matrix<Rational>& hessian) {
  return hessian == Matrix<Rational>(hessian.diagonal().asDiagonal());
}

// Every chain of simpler problems ends: each change lowers the complexity, six numbers that are not negative,
// and there is no endless descent in their lexicographic order. A change may raise what comes later among
// them; a damping that is added to the Hessian makes its entries longer. The complexities are compared for
// every change, and one that does not lower the complexity is dropped, so that a new kind of change needs no
// argument of its own.
class Simplifications {
 public:
  explicit Simplifications(const Problem& problem) : problem_(problem), complexity_(complexity(problem)) {}

  std::vector<Problem> all() {
    for (Index row = 0; problem_.out() > 1 && row < problem_.out(); ++row) add(without_row(problem_, row));
    for (Index j = 0; problem_.in() > 1 && j < problem_.in(); ++j) add(without_column(problem_, j));
    if (has_activations(problem_)) {
      add_activations();
    } else {
      add_hessians();
    }
    add_changed([](Problem& p) { p.order = reference::natural_order(p.in()); });
    add_grids();
    add_weights();
    return std::move(found_);
  }

 private:
  void add(Problem candidate) {
    if (complexity(candidate) < complexity_) found_.push_back(std::move(candidate));
  }

  template <class Change>
  void add_changed(Change change) {
    Problem candidate = problem_;
    change(candidate);
    add(std::move(candidate));
  }

  // Adds the changed problem if its damped Hessian is positive definite.
  template <class Change>
  void add_if_definite(Change change) {
    Problem candidate = problem_;
    change(candidate);
    if (complexity(candidate) >= complexity_) return;
    if (has_activations(candidate)) candidate.hessian = reference::gram(candidate.activations);
    if (is_positive_definite(reference::damped(candidate.hessian, candidate.damping)))
      found_.push_back(std::move(candidate));
  }

  void add_activations() {
    const Matrix<Rational>& activations = problem_.activations;
    for (Index sample = 0; activations.rows() > 1 && sample < activations.rows(); ++sample)
      add_if_definite([=](Problem& p) { p.activations = without(p.activations, sample, -1); });
    for (const Rational& damping : {Rational(0), Rational(1)})
      add_if_definite([&](Problem& p) { p.damping = damping; });
    add_if_definite([](Problem& p) { p.activations = multiples(p.activations, 1); });
    for (Index sample = 0; sample < activations.rows(); ++sample)
      for (Index j = 0; j < problem_.in(); ++j) {
        const Rational& entry = activations(sample, j);
        if (entry == 0) continue;
        for (const Rational& other : {Rational(0), Rational(1), reference::floor(entry)})
          add_if_definite([&](Problem& p) { p.activations(sample, j) = other; });
      }
  }

  void add_hessians() {
    for (Index j = 0; j < problem_.in(); ++j)
      if (is_connected(problem_.hessian, j)) add_changed([j](Problem& p) { disconnect(p.hessian, j); });
    add_factors();
    add_dampings();
    for (const Rational& unit : {Rational(1), Rational(1, 16)})
      add_if_definite([&](Problem& p) { p.hessian = multiples(p.hessian, unit); });
    for (Index j = 0; is_diagonal(problem_.hessian) && j < problem_.in(); ++j)
      add_changed([j](Problem& p) { p.hessian(j, j) = 1; });
  }

  void add_factors() {
    const Matrix<Rational> u = reference::unit_upper(reference::udu(factored_hessian(problem_)));
    const Order natural = reference::inverse_order(problem_.order);
    for (const Rational& unit : {Rational(1), Rational(1, 2)}) {
      const Matrix<Rational> hessian = reference::permuted(with_short_factor(u, unit), natural);
      for (const Rational& most : {Rational(0), Rational(1)})
        add_changed([&](Problem& p) {
          p.hessian = hessian;
          p.damping = std::min(p.damping, most);
        });
    }
  }

  void add_dampings() {
    for (const Rational& damping : {Rational(0), Rational(1), reference::floor(problem_.damping)})
      add_if_definite([&](Problem& p) { p.damping = damping; });
    add_changed(
        [](Problem& p) { p.hessian = reference::damped(p.hessian, std::exchange(p.damping, Rational(0))); });
  }

  void add_grids() {
    const Grid<Rational>& grid = problem_.grid;
    const auto add_grid = [this](Grid<Rational> other) { add(with_grid(problem_, std::move(other))); };
    add_changed([](Problem& p) { p.rounding = Rounding::half_even; });
    add_grid(with_groups(grid, {grid.group_index.front()}));
    add_grid(with_groups(grid, used_groups(grid)));
    for (std::size_t at = 0; at < grid.scale.size(); ++at) {
      Grid<Rational> other = grid;
      other.zero[at] = 0;
      add_grid(other);
      other = grid;
      other.scale[at] = 1;
      add_grid(std::move(other));
    }
    Grid<Rational> without_offset = grid;
    without_offset.offset.clear();
    add_grid(std::move(without_offset));
    add_levels();
  }

  // The weights stay what they are, so that a level left out moves no target.
  void add_levels() {
    const std::vector<Rational>& levels = problem_.grid.levels;
    for (Index code = 0; levels.size() > 1 && code < std::ssize(levels); ++code)
      add_changed([=](Problem& p) { erase_at(p.grid.levels, code, 1); });
    for (std::size_t code = 0; code < levels.size(); ++code)
      for (const Rational& other : {Rational(0), Rational(1), reference::floor(levels[code])})
        add_changed([&](Problem& p) { p.grid.levels[code] = other; });
  }

  void add_weights() {
    const Rational units[] = {Rational(1, 2), Rational(1, 16)};
    for (const Rational& unit : units)
      add_changed([&](Problem& p) {
        for (Index row = 0; row < p.out(); ++row)
          for (Index j = 0; j < p.in(); ++j) p.weight(row, j) = rounded_down(row, j, unit);
      });
    for (Index row = 0; row < problem_.out(); ++row)
      for (Index j = 0; j < problem_.in(); ++j) {
        if (in_scales(problem_, row, j) == 0) continue;
        add_changed([=](Problem& p) { p.weight(row, j) = p.grid.offset_at(row, j); });
        for (const Rational& unit : units)
          add_changed([&](Problem& p) { p.weight(row, j) = rounded_down(row, j, unit); });
      }
  }

  // The weight rounded down to a multiple of `unit` scales.
  Rational rounded_down(Index row, Index j, const Rational& unit) const {
    const Rational rounded = reference::floor(in_scales(problem_, row, j) / unit) * unit;
    return rounded * problem_.grid.scale_at(row, j) + problem_.grid.offset_at(row, j);
  }

  const Problem& problem_;
  Complexity complexity_;
  std::vector<Problem> found_;
};

}  // namespace

Complexity complexity(const Problem& problem) {
  const Grid<Rational>& grid = problem.grid;
  Index connected = 0;
  Index not_plain = grid.groups;
  Index weights = 0;
  if (!has_activations(problem))
    for (Index j = 0; j < problem.in(); ++j) connected += is_connected(problem.hessian, j) ? 1 : 0;
  not_plain += problem.order != reference::natural_order(problem.in()) ? 1 : 0;
  not_plain += problem.rounding != Rounding::half_even ? 1 : 0;
  not_plain += std::count_if(grid.scale.begin(), grid.scale.end(), [](const Rational& x) { return x != 1; });
  not_plain += std::count_if(grid.zero.begin(), grid.zero.end(), [](Code zero) { return zero != 0; });
  not_plain += std::ssize(grid.offset) + std::ssize(grid.levels) + total_length(grid.levels);
  for (Index row = 0; row < problem.out(); ++row)
    for (Index j = 0; j < problem.in(); ++j) weights += length(in_scales(problem, row, j));
  return {problem.out() + problem.in() + problem.activations.rows(),
          connected,
          not_plain,
          length(problem.damping),
          total_length((has_activations(problem) ? problem.activations : problem.hessian).reshaped()),
          weights};
}

std::vector<Problem> simpler(const Problem& problem) { return Simplifications(problem).all(); }

}  // namespace quantcheck::check
