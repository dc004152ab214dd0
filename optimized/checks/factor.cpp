#include <quantcheck/optimized/checks/factor.h>

#include <string>

namespace quantcheck::optimized {

void check_factor(const DoubleFactor& factor) {
  if (factor.bad_step >= 0)
    throw Error("there is no factor: the pivot of step " + std::to_string(factor.bad_step) + " stopped it");
  if (factor.in < 1) throw Error("there is no factor");
}

}  // namespace quantcheck::optimized
