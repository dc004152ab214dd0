#include <quantcheck/optimized/checks/factor.h>

#include <string>

#include <quantcheck/optimized/kernels/layout.h>

namespace quantcheck::optimized {

void check_factor(const DoubleFactor& factor) {
  if (factor.bad_step >= 0)
    throw Error("there is no factor: the pivot of step " + std::to_string(factor.bad_step) + " stopped it");
  const Index panels = round_up(factor.in, strip_rows<double>) / panel_columns;
  if (factor.in < 1 || factor.panels.size() != panel_offset(panels))
    throw Error("there is no factor of " + std::to_string(factor.in) +
                " inputs: " + std::to_string(factor.panels.size()) + " entries in its panels");
}

}  // namespace quantcheck::optimized
