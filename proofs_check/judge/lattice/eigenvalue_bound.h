// The largest eigenvalue of a symmetric matrix: a bound that is proven, and an estimate.
#pragma once

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// An upper bound L of the largest eigenvalue of a symmetric positive definite matrix D. It is proven by
/// exact elimination, which shows that L I - D is positive definite. Where the entries fit a double it is at
/// most a billionth above the eigenvalue and no more than the trace; else it is the trace.
reference::Rational eigenvalue_bound(const reference::Matrix<reference::Rational>& matrix);

/// The largest eigenvalue of a symmetric matrix as floating point finds it, with no bound on its error.
double largest_eigenvalue(const Eigen::MatrixXd& matrix);

}  // namespace quantcheck::check
