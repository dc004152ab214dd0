#include <algorithm>
#include <utility>

#include <quantcheck/proofs_check/problems/problem.h>
#include <quantcheck/proofs_check/problems/random_hessian.h>
#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu.h>
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

// The weights keep their places between the steps, so that ties stay ties.
Problem with_unit_scale(Problem problem, Index row, Index group) {
  Rational& scale = problem.grid.scale[row * problem.grid.groups + group];
  for (Index j = 0; j < problem.in(); ++j)
    if (problem.grid.group_index[j] == group) problem.weight(row, j) /= scale;
  scale = 1;
  return problem;
}

// V V^T in processing order, V the factor U rounded down to multiples of 1/2: targets of dyadic weights are
// dyadic.
Matrix<Rational> with_dyadic_factor(const Problem& problem) {
  const reference::Udu<Rational> factor = reference::udu(factored_hessian(problem));
  const Index n = problem.in();
  Matrix<Rational> v = Matrix<Rational>::Identity(n, n);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < j; ++i) v(i, j) = reference::floor(factor.numerator(i, j) * 2) / 2;
  return reference::permuted(Matrix<Rational>(v * v.transpose()), reference::inverse_order(problem.order));
}

// Every chain ends. With activations each step lowers one of these counts and raises none: rows, columns and
// samples; activations that are not 0, that are neither 0 nor 1, and that are not integers; dampings that are
// not 0, and that are neither 0 nor 1; orders that are not natural; roundings that are not half_even; zeros
// that are not 0; scales that are not 1; weights that are not 0, and that are not multiples of half their
// scale. Without activations there are three ranks of counts, and a step may raise those of lower ranks:
// rows, columns, columns connected to others, orders that are not natural; factors that are not dyadic or not
// undamped; dampings that are not 0, diagonals that are not 1, and the rest as above.
class Simplifications {
 public:
  explicit Simplifications(const Problem& problem) : problem_(problem) {}

  std::vector<Problem> all() {
    for (Index row = 0; problem_.out() > 1 && row < problem_.out(); ++row)
      found_.push_back(without_row(problem_, row));
    for (Index j = 0; problem_.in() > 1 && j < problem_.in(); ++j)
      found_.push_back(without_column(problem_, j));
    if (has_activations(problem_)) {
      add_activations();
    } else {
      add_hessians();
    }
    if (problem_.order != reference::natural_order(problem_.in()))
      add([](Problem& p) { p.order = reference::natural_order(p.in()); });
    add_grids();
    add_weights();
    return std::move(found_);
  }

 private:
  template <class Change>
  void add(Change change) {
    change(found_.emplace_back(problem_));
  }

  // Where the damped Gram matrix remains positive definite.
  template <class Change>
  void add_if_definite(Change change) {
    Problem candidate = problem_;
    change(candidate);
    candidate.hessian = reference::gram(candidate.activations);
    if (is_positive_definite(reference::damped(candidate.hessian, candidate.damping)))
      found_.push_back(std::move(candidate));
  }

  void add_activations() {
    const Matrix<Rational>& activations = problem_.activations;
    for (Index sample = 0; activations.rows() > 1 && sample < activations.rows(); ++sample)
      add_if_definite([=](Problem& p) { p.activations = without(p.activations, sample, -1); });
    if (problem_.damping != 0) add_if_definite([](Problem& p) { p.damping = 0; });
    if (problem_.damping != 0 && problem_.damping != 1) add_if_definite([](Problem& p) { p.damping = 1; });
    for (Index sample = 0; sample < activations.rows(); ++sample)
      for (Index j = 0; j < problem_.in(); ++j) {
        const Rational entry = activations(sample, j);
        const Rational below = reference::floor(entry);
        const auto add_entry = [&](const Rational& other) {
          add_if_definite([&](Problem& p) { p.activations(sample, j) = other; });
        };
        if (entry == 0) continue;
        add_entry(0);
        if (entry != 1) add_entry(1);
        if (entry != below) add_entry(below);
      }
  }

  void add_hessians() {
    bool diagonal = true;
    for (Index j = 0; j < problem_.in(); ++j)
      if (is_connected(problem_.hessian, j)) {
        diagonal = false;
        add([j](Problem& p) { disconnect(p.hessian, j); });
      }
    const Matrix<Rational> dyadic = with_dyadic_factor(problem_);
    if (problem_.damping != 0 || problem_.hessian != dyadic)
      add([&](Problem& p) {
        p.hessian = dyadic;
        p.damping = 0;
      });
    if (problem_.damping != 0)
      add([](Problem& p) {
        p.hessian = reference::damped(p.hessian, std::exchange(p.damping, Rational(0)));
      });
    for (Index j = 0; diagonal && j < problem_.in(); ++j)
      if (problem_.hessian(j, j) != 1) add([j](Problem& p) { p.hessian(j, j) = 1; });
  }

  void add_grids() {
    if (problem_.rounding != Rounding::half_even) add([](Problem& p) { p.rounding = Rounding::half_even; });
    for (Index row = 0; row < problem_.out(); ++row)
      for (Index group = 0; group < problem_.grid.groups; ++group) {
        const Index at = row * problem_.grid.groups + group;
        if (problem_.grid.zero[at] != 0) add([at](Problem& p) { p.grid.zero[at] = 0; });
        if (problem_.grid.scale[at] != 1) found_.push_back(with_unit_scale(problem_, row, group));
      }
  }

  void add_weights() {
    for (Index row = 0; row < problem_.out(); ++row)
      for (Index j = 0; j < problem_.in(); ++j) {
        const Rational weight = problem_.weight(row, j);
        const Rational half_step = problem_.grid.scale_at(row, j) / 2;
        const Rational below = reference::floor(weight / half_step) * half_step;
        if (weight != 0) add([=](Problem& p) { p.weight(row, j) = 0; });
        if (weight != below) add([=](Problem& p) { p.weight(row, j) = below; });
      }
  }

  const Problem& problem_;
  std::vector<Problem> found_;
};

}  // namespace

std::vector<Problem> simpler(const Problem& problem) { return Simplifications(problem).all(); }

}  // namespace quantcheck::check
