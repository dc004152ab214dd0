#include <quantcheck/proofs_check/ledger/figures/figure.h>

#include <cmath>

#include <quantcheck/proofs_check/ledger/figures/student.h>

namespace quantcheck::check::ledger {

double tolerance(const Figure& figure) {
  if (!figure.known) return HUGE_VAL;
  const Known& known = *figure.known;
  const double error = std::hypot(figure.standard_error, known.standard_error);
  if (error == 0) return known.half_digit;
  return two_sided_quantile(chance_outside, figure.degrees_of_freedom) * error + known.half_digit;
}

bool agrees(const Figure& figure) {
  return std::isfinite(figure.value) &&
         (!figure.known || std::abs(figure.value - figure.known->value) <= tolerance(figure));
}

Interval interval_95(const Figure& figure) {
  if (figure.standard_error == 0) return {figure.value, figure.value};
  const double half = two_sided_quantile(0.05, figure.degrees_of_freedom) * figure.standard_error;
  return {figure.value - half, figure.value + half};
}

}  // namespace quantcheck::check::ledger
