// Rationals as integers over one denominator, for exact sums of products without fractions.
#pragma once

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// Values over their least common denominator: values(i, j) = integers(i, j) / denominator.
template <int Columns>
struct CommonDenominator {
  Eigen::Matrix<Integer, Eigen::Dynamic, Columns, Columns == 1 ? Eigen::ColMajor : Eigen::RowMajor> integers;
  Integer denominator = 1;
};

/// The values of a matrix or vector of rationals over their least common denominator.
template <class Derived>
auto over_common_denominator(const Eigen::MatrixBase<Derived>& values) {
  CommonDenominator<Derived::ColsAtCompileTime> result;
  for (Index i = 0; i < values.rows(); ++i)
    for (Index j = 0; j < values.cols(); ++j)
      result.denominator = lcm(result.denominator, denominator(values(i, j)));
  result.integers.resize(values.rows(), values.cols());
  for (Index i = 0; i < values.rows(); ++i)
    for (Index j = 0; j < values.cols(); ++j)
      result.integers(i, j) = numerator(Rational(values(i, j) * result.denominator));
  return result;
}

}  // namespace quantcheck::reference
