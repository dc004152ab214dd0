#include <quantcheck/proofs_check/judge/feasible_point.h>

#include <limits>

#include <Eigen/QR>

namespace quantcheck::check {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

template <class T>
void erase_at(std::vector<T>& values, std::size_t position) {
  values.erase(values.begin() + static_cast<std::ptrdiff_t>(position));
}

}  // namespace

FeasiblePoint::FeasiblePoint(Eigen::Index dimension, double tolerance, double& budget)
    : tolerance_(tolerance), budget_(budget), state_{Eigen::VectorXd::Zero(dimension), {}, {}} {}

bool FeasiblePoint::accept(const Eigen::VectorXd& a, double b) {
  const State before = state_;
  inequalities_.push_back({a, b});
  if (restore_feasibility()) return true;
  inequalities_.pop_back();
  state_ = before;
  return false;
}

bool FeasiblePoint::restore_feasibility() {
  // Every enforcement lengthens the least-norm point, so no active set comes back. The limit is there because
  // of rounding only.
  const std::size_t limit = 20 * inequalities_.size() + 100;
  for (std::size_t iteration = 0; iteration < limit; ++iteration) {
    budget_ -= static_cast<double>(inequalities_.size()) * static_cast<double>(state_.x.size());
    std::size_t worst = 0;
    double violation = tolerance_;
    for (std::size_t i = 0; i < inequalities_.size(); ++i) {
      const double excess = inequalities_[i].a.dot(state_.x) - inequalities_[i].b;
      if (excess > violation) {
        violation = excess;
        worst = i;
      }
    }
    if (violation <= tolerance_) return true;
    if (budget_ < 0 || !enforce(worst)) return false;
  }
  return false;
}

// Moves to the least-norm point that also meets inequality `index`. Returns false if there is none, or if the
// budget ran out.
bool FeasiblePoint::enforce(std::size_t index) {
  const Eigen::VectorXd normal = -inequalities_[index].a;  // the inequality is normal . x >= -b
  double own_multiplier = 0;
  for (;;) {
    const auto count = static_cast<Eigen::Index>(state_.active.size());
    Eigen::VectorXd direction = normal;  // the part of the normal that the active ones leave free
    Eigen::VectorXd shares = Eigen::VectorXd(count);  // normal = active normals * shares + direction
    budget_ -= static_cast<double>(normal.size() * (count + 1) * (count + 1));
    if (budget_ < 0) return false;
    if (count > 0) {
      Eigen::MatrixXd active(normal.size(), count);
      for (Eigen::Index i = 0; i < count; ++i) active.col(i) = -inequalities_[state_.active[i]].a;
      shares = active.colPivHouseholderQr().solve(normal);
      direction = normal - active * shares;
    }

    double dual_step = infinity;
    std::size_t leaving = 0;
    for (std::size_t i = 0; i < state_.active.size(); ++i) {
      const double share = shares(static_cast<Eigen::Index>(i));
      if (share > 1e-14 && state_.multipliers[i] / share < dual_step) {
        dual_step = state_.multipliers[i] / share;
        leaving = i;
      }
    }
    const double slope = direction.dot(normal);
    const double violation = -inequalities_[index].b - normal.dot(state_.x);
    const double primal_step = slope > 1e-14 * normal.squaredNorm() ? violation / slope : infinity;
    const double step = std::min(dual_step, primal_step);
    if (step == infinity) return false;  // the normals prove that no x meets them all

    for (std::size_t i = 0; i < state_.active.size(); ++i)
      state_.multipliers[i] -= step * shares(static_cast<Eigen::Index>(i));
    own_multiplier += step;
    if (primal_step < infinity) state_.x += step * direction;
    if (step == primal_step) {
      state_.active.push_back(index);
      state_.multipliers.push_back(own_multiplier);
      return true;
    }
    erase_at(state_.active, leaving);
    erase_at(state_.multipliers, leaving);
  }
}

}  // namespace quantcheck::check
