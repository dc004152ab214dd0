// Small layers in exact numbers, drawn so that hard cases are common; and how to make a layer simpler.
#pragma once

#include <array>
#include <cstdint>
#include <iosfwd>
#include <vector>

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// The limits of a drawn problem.
struct Limits {
  Index in = 7;
  Index out = 3;
  Code codes = 0;            // if > 0, the grid is bounded and offers at most so many
  bool activations = false;  // the hessian is a Gram matrix of them, the damping a rational's square
  bool any_grid = false;     // the grid may be a table of levels (random_levels.h), and have offsets
};

/// A layer to be quantized, and how.
struct Problem {
  using Limits = check::Limits;

  reference::Matrix<reference::Rational> weight;       // out x in
  reference::Matrix<reference::Rational> hessian;      // in x in, undamped; positive definite once damped
  reference::Matrix<reference::Rational> activations;  // samples x in, hessian = X^T X; or empty
  reference::Rational damping;
  Grid<reference::Rational> grid;
  Order order;
  Rounding rounding = Rounding::half_even;

  Index out() const { return weight.rows(); }
  Index in() const { return weight.cols(); }
};

/// A problem that depends on nothing but the arguments. These are common: exact ties and near ones, weights
/// of 0, negative scales, dead inputs (diagonal 1, weights 0), Gram matrices of deficient rank, Hilbert's
/// matrix (with 10 inputs where the limit is at least 7), entries and scales of 2^40 and 2^-40, groups that
/// do not divide the inputs, a single input, row or code, half-open and unbounded ranges, and every kind of
/// order. Weights are at most some thousand scales, so that no code needs 62 bits. With activations, the
/// Hessians are those of random_activations.h instead, and no input is made dead. With any grid, three of
/// four are tables, and half of all have offsets.
Problem random_problem(std::uint64_t seed, const Limits& limits = {});

/// Problems that are simpler by one change, the boldest change first: fewer rows, fewer columns, a diagonal
/// Hessian, a plain order and grid, short numbers. There are none for the simplest, and every chain of them
/// ends. A code range stays as it is, and a table keeps one level. Where there are activations, these are
/// made simpler, and the Hessian remains their Gram matrix.
std::vector<Problem> simpler(const Problem& problem);

/// What every change of `simpler` lowers, in lexicographic order: the number of rows, columns and samples
/// together; the number of columns that the Hessian connects; the number of things that are not plain in
/// order, rounding and grid, and with it the lengths (length.h) of the levels; and the lengths of the
/// damping, of the activations or else the Hessian, and of the weights in scales. None is negative.
using Complexity = std::array<Index, 6>;
Complexity complexity(const Problem& problem);

/// The matrix that is factored: the damped Hessian in processing order (in x in).
reference::Matrix<reference::Rational> factored_hessian(const Problem& problem);

/// A matrix F with F^T F = factored_hessian(problem): the activations, and below them sqrt(damping) I unless
/// the damping is 0. It is samples x in or (samples + in) x in, its columns in processing order. Throws Error
/// where there are no activations, and for a damping that is not the square of a rational.
reference::Matrix<reference::Rational> factor_basis(const Problem& problem);

/// Prints the problem, in fractions: the activations, where there are any, instead of the Hessian; scales,
/// zero points and offsets by row and column; and the levels of a table instead of the range. A damping of 0,
/// zero points or offsets that are all 0, and natural order are not shown.
std::ostream& operator<<(std::ostream& stream, const Problem& problem);

}  // namespace quantcheck::check
