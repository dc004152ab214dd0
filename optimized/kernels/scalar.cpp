// The kernels in plain C++, for any machine.
#include <cstdint>
#include <limits>

#include <quantcheck/optimized/kernels/jobs.h>
#include <quantcheck/optimized/kernels/layout.h>

#define QUANTCHECK_UNROLL  // sixteen lanes are unrolled enough

namespace quantcheck::optimized {
namespace {
namespace scalar {
#include <quantcheck/optimized/vector/scalar.h>
// The vectors come first.
#include <quantcheck/optimized/kernels/text.h>
}  // namespace scalar
}  // namespace

const Kernels& kernels_scalar() { return scalar::kernels; }

}  // namespace quantcheck::optimized
