// Rationals as integers over one denominator: exact sums of products without fractions.
#pragma once

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// values(i, j) = integers(i, j) / denominator, with the least common denominator.
template <int Columns>
struct CommonDenominator {
  Eigen::Matrix<Integer, Eigen::Dynamic, Columns, Columns == 1 ? Eigen::ColMajor : Eigen::RowMajor> integers;
  Integer denominator = 1;
};

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
