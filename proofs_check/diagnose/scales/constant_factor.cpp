#include <quantcheck/proofs_check/diagnose/scales/constant_factor.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <quantcheck/optimized/parallel/stop.h>
#include <quantcheck/proofs_check/diagnose/scales/changed_case.h>
#include <quantcheck/proofs_check/diagnose/scales/fit_evidence.h>
#include <quantcheck/proofs_check/diagnose/scales/fraction.h>
#include <quantcheck/proofs_check/diagnose/scales/scale_inequalities.h>

namespace quantcheck::check {

using reference::Matrix;
using reference::Vector;

namespace {

// The factors that put all decisions inside that were looked at.
struct Factors {
  double low = 0;
  double high = std::numeric_limits<double>::infinity();

  bool any() const { return low <= high; }
  // Leaves those that meet normal * factor <= limit.
  void restrict(double normal, double limit) {
    if (normal > 0) high = std::min(high, limit / normal);
    if (normal < 0) low = std::max(low, limit / normal);
  }
};

// The factors of all rows of a case, and what the decisions are worth.
struct CommonFactors {
  Factors strict;   // decisions are inside
  Factors relaxed;  // or outside by what rounding may move them
  double bits = 0;
  double changes = 0;  // of codes, as the factor grows by 1

  CommonFactors(const Case& c, const Matrix<double>& u) {
    for (Index row = 0; row < c.layer.out && relaxed.any(); ++row) {
      optimized::end_if_stopped();
      const ScaleInequalities all = scale_inequalities(c, u, row);
      const Vector<double> slopes = all.normals.rowwise().sum();
      for (Index i = 0; i < slopes.size(); ++i) {
        strict.restrict(slopes(i), all.limits(i));
        relaxed.restrict(slopes(i), all.limits(i) + outside_by);
      }
      bits += bits_of_decisions(all, outside_by);
      changes += slopes.cwiseAbs().sum();
    }
  }
};

}  // namespace

std::optional<Dialect> scales_times_constant(Search& search, const Matrix<double>& u) {
  const Case& c = search.subject();
  if (!CommonFactors(search.screened(), u).relaxed.any()) return std::nullopt;
  const CommonFactors common(c, u);
  const Factors& factors = common.strict.any() ? common.strict : common.relaxed;
  if (!factors.any()) return std::nullopt;
  const NamedNumber factor = simplest_between(factors.low, factors.high);
  const double attempts = 1 + common.changes * std::fabs(std::log(factor.value));
  if (common.bits - std::log2(attempts) < fit_evidence_needed) return std::nullopt;
  std::vector<double> scale = c.grid.scale;
  for (double& each : scale) each *= factor.value;
  Dialect dialect = with_changed_scales(
      c, "constant", "if every scale is " + factor.words + " of the stored one" + about_first_step(c),
      std::move(scale));
  if (!search.conforms(dialect)) return std::nullopt;
  return dialect;
}

}  // namespace quantcheck::check
