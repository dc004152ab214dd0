// The largest eigenvalue of a symmetric matrix: a bound that is proven, and an estimate.
#pragma once

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// No less than the largest eigenvalue of a symmetric positive definite matrix, and no more than its trace:
/// where entries fit a double at most a billionth above the eigenvalue, else the trace. Proven by exact
/// elimination: L I - D is positive definite.
reference::Rational eigenvalue_bound(const reference::Matrix<reference::Rational>& matrix);

/// The largest eigenvalue of a symmetric matrix as floating point finds it, with no bound on its error.
double largest_eigenvalue(const Eigen::MatrixXd& matrix);

}  // namespace quantcheck::check
