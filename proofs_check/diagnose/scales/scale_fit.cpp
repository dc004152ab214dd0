#include <quantcheck/proofs_check/diagnose/scales/scale_fit.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <quantcheck/proofs_check/judge/feasible_point.h>

namespace quantcheck::check {

using reference::Vector;

namespace {

// The point of least norm has the coordinate `far_slack` - t, where t is the least slack, beside those of the
// scales. As far_slack is large, t is as large as it can be.
constexpr double far_slack = 1024;
constexpr double solved = 1e-10;  // inequalities of unit normals are met to this
constexpr double fit_work = 1e9;  // multiplications, for one row
constexpr int centrings = 3;

// Moves one scale after another to the middle of where it violates nothing more than it does.
void centre(const ScaleInequalities& inequalities, const Vector<double>& low, const Vector<double>& high,
            Vector<double>& x) {
  Vector<double> slack = (inequalities.limits - inequalities.normals * x).cwiseMax(0);
  for (Index g = 0; g < x.size(); ++g) {
    double down = low(g) - x(g);
    double up = high(g) - x(g);
    for (Index i = 0; i < slack.size(); ++i) {
      const double slope = inequalities.normals(i, g);
      if (slope > 0) up = std::min(up, slack(i) / slope);
      if (slope < 0) down = std::max(down, slack(i) / slope);
    }
    const double step = (down + up) / 2;
    x(g) += step;
    slack = (slack - step * inequalities.normals.col(g)).cwiseMax(0);
  }
}

}  // namespace

std::optional<RowScales> fit_scales(const ScaleInequalities& inequalities, const Vector<double>& low,
                                    const Vector<double>& high, double allowed) {
  const Index unknowns = low.size();
  double budget = fit_work;
  FeasiblePoint point(unknowns + 1, solved / 2, budget);
  const auto accept = [&](const Vector<double>& normal, double slack_share, double limit) {
    Vector<double> a(unknowns + 1);
    a << normal, -slack_share;
    const double norm = a.norm();
    return point.accept(a / norm, (limit - normal.sum() - slack_share * far_slack) / norm);
  };
  for (Index g = 0; g < unknowns; ++g) {
    const Vector<double> axis = Vector<double>::Unit(unknowns, g);
    if (!accept(axis, 0, high(g)) || !accept(-axis, 0, -low(g))) return std::nullopt;
  }
  const Vector<double> norms = (inequalities.normals.rowwise().squaredNorm().array() + 1).sqrt();
  std::vector<bool> accepted(static_cast<std::size_t>(inequalities.limits.size()));
  for (;;) {
    const Vector<double> x = point.point().head(unknowns).array() + 1;
    const double slack = far_slack - point.point()(unknowns);
    if (slack < -allowed) return std::nullopt;
    const Vector<double> excess =
        ((inequalities.normals * x - inequalities.limits).array() + slack) / norms.array();
    Index worst = 0;
    const double violation = excess.size() > 0 ? excess.maxCoeff(&worst) : 0;
    if (violation <= solved) {
      RowScales fit{x.cwiseMax(low).cwiseMin(high), std::max(0.0, -slack), x};
      for (int i = 0; i < centrings; ++i) centre(inequalities, low, high, fit.scales);
      return fit;
    }
    // One that was accepted is violated again, or no number at all, where the numbers lie too far apart.
    if (accepted[worst] || !std::isfinite(violation)) return std::nullopt;
    accepted[worst] = true;
    if (!accept(inequalities.normals.row(worst), 1, inequalities.limits(worst))) return std::nullopt;
  }
}

}  // namespace quantcheck::check
