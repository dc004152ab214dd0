// The kernels for AVX2.
#ifdef __x86_64__

#define QUANTCHECK_FEATURES "avx2,fma,popcnt"
#include <quantcheck/optimized/kernels/target_begin.h>

namespace quantcheck::optimized {
namespace {
namespace avx2 {
// The vectors come first, floats before the rest.
// clang-format off
#include <quantcheck/optimized/vector/several.h>
#include <quantcheck/optimized/vector/avx2.h>
#include <quantcheck/optimized/vector/avx2_blocks.h>
#include <quantcheck/optimized/vector/avx2_shorts.h>
#include <quantcheck/optimized/vector/avx2_integers.h>
#include <quantcheck/optimized/kernels/lattice/decode_lanes.h>
#include <quantcheck/optimized/kernels/text.h>
#include <quantcheck/optimized/kernels/nested/text.h>
// clang-format on
}  // namespace avx2
}  // namespace

const Kernels& kernels_avx2() { return avx2::kernels; }
const NestedKernels& nested_kernels_avx2() { return avx2::nested_kernels; }

}  // namespace quantcheck::optimized

#include <quantcheck/optimized/kernels/target_end.h>

#endif  // __x86_64__
