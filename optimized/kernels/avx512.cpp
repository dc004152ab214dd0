// The kernels for AVX-512.
#ifdef __x86_64__

#define QUANTCHECK_FEATURES "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,popcnt"
#include <quantcheck/optimized/kernels/target_begin.h>

namespace quantcheck::optimized {
namespace {
namespace avx512 {
// The vectors come first, floats before the rest.
// clang-format off
#include <quantcheck/optimized/vector/several.h>
#include <quantcheck/optimized/vector/avx512.h>
#include <quantcheck/optimized/vector/avx512_blocks.h>
#include <quantcheck/optimized/vector/avx512_shorts.h>
#include <quantcheck/optimized/vector/avx512_integers.h>
#include <quantcheck/optimized/vector/avx512_dot.h>
#include <quantcheck/optimized/kernels/lattice/decode_lanes.h>
#include <quantcheck/optimized/kernels/text.h>
#include <quantcheck/optimized/kernels/nested/text.h>
// clang-format on
}  // namespace avx512
}  // namespace

const Kernels& kernels_avx512() { return avx512::kernels; }
const NestedKernels& nested_kernels_avx512() { return avx512::nested_kernels; }

}  // namespace quantcheck::optimized

#include <quantcheck/optimized/kernels/target_end.h>

#endif  // __x86_64__
