// A feasible point of a few linear inequalities that arrive one at a time.
#pragma once

#include <vector>

#include <Eigen/Core>

namespace quantcheck::check {

/// The point of least norm that satisfies all inequalities a x <= b accepted so far. It is found by the dual
/// active set method of D. Goldfarb and A. Idnani, Math. Programming 27 (1983), 1-33, with the identity as
/// Hessian. Dimensions should be small. Inequalities are met to `tolerance`, which supposes normals a of
/// about unit size.
class FeasiblePoint {
 public:
  /// The work, counted in multiplications, is taken off `budget`, which has to outlive the object. Once the
  /// budget is below 0, an inequality is accepted only if the point meets it as it is.
  FeasiblePoint(Eigen::Index dimension, double tolerance, double& budget);

  /// Accepts a x <= b if that leaves a feasible point. Otherwise, or if the budget runs out before it is
  /// known, it changes nothing and returns false.
  bool accept(const Eigen::VectorXd& a, double b);

  const Eigen::VectorXd& point() const { return state_.x; }

 private:
  struct Inequality {
    Eigen::VectorXd a;
    double b;
  };
  struct State {
    Eigen::VectorXd x;
    std::vector<std::size_t> active;  // the inequalities that are met with equality
    std::vector<double> multipliers;  // the dual variable of each of them, >= 0
  };

  bool restore_feasibility();
  bool enforce(std::size_t index);

  double tolerance_;
  double& budget_;
  std::vector<Inequality> inequalities_;
  State state_;
};

}  // namespace quantcheck::check
