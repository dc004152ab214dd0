#include <quantcheck/proofs_check/figures/figure.h>

#include <cmath>

namespace quantcheck::check {

double tolerance(const Figure& figure) {
  if (!figure.known) return HUGE_VAL;
  const Known& known = *figure.known;
  return 3 * std::hypot(figure.standard_error, known.standard_error) + known.half_digit + known.allowance;
}

bool agrees(const Figure& figure) {
  return std::isfinite(figure.value) &&
         (!figure.known || std::abs(figure.value - figure.known->value) <= tolerance(figure));
}

Interval interval_95(const Figure& figure) {
  return {figure.value - 1.96 * figure.standard_error, figure.value + 1.96 * figure.standard_error};
}

}  // namespace quantcheck::check
