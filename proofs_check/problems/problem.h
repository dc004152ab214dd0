// Small layers in exact numbers, drawn so that hard cases are common, and how to make a layer simpler.
#pragma once

#include <array>
#include <cstdint>
#include <iosfwd>
#include <vector>

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// What a drawn problem keeps to.
struct Limits {
  Index in = 7;
  Index out = 3;
  Code codes = 0;            // > 0: the grid is bounded and offers at most so many
  bool activations = false;  // the hessian is the Gram matrix of some, the damping a rational's square
};

struct Problem {
  using Limits = check::Limits;

  reference::Matrix<reference::Rational> weight;       // out x in
  reference::Matrix<reference::Rational> hessian;      // in x in, undamped; positive definite once damped
  reference::Matrix<reference::Rational> activations;  // samples x in: X of hessian = X^T X; or empty
  reference::Rational damping;
  Grid<reference::Rational> grid;
  Order order;
  Rounding rounding = Rounding::half_even;

  Index out() const { return weight.rows(); }
  Index in() const { return weight.cols(); }
};

/// A problem that depends on nothing but its arguments. Common among them: exact ties and near ones, weights
/// of 0, negative scales, dead inputs (diagonal 1, weights 0), Gram matrices of deficient rank, Hilbert's
/// matrix (with 10 inputs where the limit is at least 7), entries and scales of 2^40 and 2^-40, groups that
/// do not divide the inputs, a single input, row or code, half-open and unbounded ranges, every kind of
/// order. Weights are at most some thousand scales, so that no code needs 62 bits. With activations the
/// Hessians are those of random_activations.h instead, and no input is made dead.
Problem random_problem(std::uint64_t seed, const Limits& limits = {});

/// Problems that are one step simpler, the boldest first: fewer rows, fewer columns, a diagonal Hessian, a
/// plain order and grid, short numbers. Empty for the simplest; every chain of them ends. A code range stays
/// as it is. With activations these are made simpler, and the Hessian remains their Gram matrix.
std::vector<Problem> simpler(const Problem& problem);

/// What every step of `simpler` lowers, in lexicographic order: rows, columns and samples; columns that the
/// Hessian connects; what is not plain in order, rounding and grid; the length of the damping; that of the
/// activations or else the Hessian; that of the weights, in steps. None is negative.
using Complexity = std::array<Index, 6>;
Complexity complexity(const Problem& problem);

/// What is factored: the damped Hessian in processing order.
reference::Matrix<reference::Rational> factored_hessian(const Problem& problem);

/// F with F^T F = factored_hessian(problem): the activations above sqrt(damping) I, or by themselves without
/// damping; samples (+ in) x in, the columns in processing order. Throws Error without activations, and for a
/// damping that is not the square of a rational.
reference::Matrix<reference::Rational> factor_basis(const Problem& problem);

/// As fractions; the activations, where there are any, instead of the Hessian. Scales and zero points stand
/// by row and column. Not shown are a damping and zero points of 0 and natural order.
std::ostream& operator<<(std::ostream& stream, const Problem& problem);

}  // namespace quantcheck::check
