// Feasibility of a few linear inequalities that arrive one at a time.
#pragma once

#include <vector>

#include <Eigen/Core>

namespace quantcheck::check {

/// Keeps the point of least norm that satisfies a x <= b for all inequalities accepted so far: the dual
/// active set method of D. Goldfarb and A. Idnani, Math. Programming 27 (1983), 1-33, for the identity
/// Hessian. Small dimensions; inequalities are met to `tolerance`, for normals of about unit size.
class FeasiblePoint {
 public:
  /// Work, in multiplications, is taken off `budget`; below 0 nothing is accepted that the point does not
  /// meet as it is.
  FeasiblePoint(Eigen::Index dimension, double tolerance, double& budget);

  /// Accepts a x <= b if that leaves a feasible point; otherwise, or where the budget ran out, changes
  /// nothing and returns false.
  bool accept(const Eigen::VectorXd& a, double b);

  const Eigen::VectorXd& point() const { return state_.x; }

 private:
  struct Inequality {
    Eigen::VectorXd a;
    double b;
  };
  struct State {
    Eigen::VectorXd x;
    std::vector<std::size_t> active;  // inequalities met with equality
    std::vector<double> multipliers;  // their dual variables, >= 0
  };

  bool restore_feasibility();
  bool enforce(std::size_t index);

  double tolerance_;
  double& budget_;
  std::vector<Inequality> inequalities_;
  State state_;
};

}  // namespace quantcheck::check
