// The kernels in plain C++, for any machine.
#include <quantcheck/optimized/kernels/target_begin.h>

namespace quantcheck::optimized {
namespace {
namespace scalar {
// The vectors come first, floats before the rest.
// clang-format off
#include <quantcheck/optimized/vector/several.h>
#include <quantcheck/optimized/vector/scalar.h>
#include <quantcheck/optimized/vector/scalar_blocks.h>
#include <quantcheck/optimized/vector/plain_integers.h>
#include <quantcheck/optimized/vector/scalar_shorts.h>
#include <quantcheck/optimized/vector/scalar_integers.h>
#include <quantcheck/optimized/kernels/lattice/decode_lanes.h>
#include <quantcheck/optimized/kernels/text.h>
#include <quantcheck/optimized/kernels/nested/text.h>
// clang-format on
}  // namespace scalar
}  // namespace

const Kernels& kernels_scalar() { return scalar::kernels; }
const NestedKernels& nested_kernels_scalar() { return scalar::nested_kernels; }

}  // namespace quantcheck::optimized

#include <quantcheck/optimized/kernels/target_end.h>
