// The kernels for nested lattice codes on AVX-512 with VNNI, which changes no result.
#ifdef __x86_64__

#define QUANTCHECK_FEATURES "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma"
#include <quantcheck/optimized/kernels/target_begin.h>

namespace quantcheck::optimized {
namespace {
namespace avx512_vnni {
// The vectors come first, floats before the rest.
// clang-format off
#include <quantcheck/optimized/vector/several.h>
#include <quantcheck/optimized/vector/avx512.h>
#include <quantcheck/optimized/vector/avx512_blocks.h>
#include <quantcheck/optimized/vector/avx512_shorts.h>
#include <quantcheck/optimized/vector/avx512_integers.h>
#include <quantcheck/optimized/vector/avx512_vnni_dot.h>
#include <quantcheck/optimized/kernels/lattice/decode_lanes.h>
#include <quantcheck/optimized/kernels/nested/text.h>
// clang-format on
}  // namespace avx512_vnni
}  // namespace

const NestedKernels& nested_kernels_avx512_vnni() { return avx512_vnni::nested_kernels; }

}  // namespace quantcheck::optimized

#include <quantcheck/optimized/kernels/target_end.h>

#endif  // __x86_64__
