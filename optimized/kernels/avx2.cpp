// The kernels for AVX2. No -m flag is on any file: the target reaches this text and nothing else.
#ifdef __x86_64__

#include <immintrin.h>

#include <cstdint>
#include <limits>

#include <quantcheck/optimized/kernels/jobs.h>
#include <quantcheck/optimized/kernels/layout.h>
#include <quantcheck/optimized/kernels/nested/jobs.h>

#ifdef __clang__
#define QUANTCHECK_UNROLL _Pragma("clang loop unroll(full)")
#pragma clang attribute push(__attribute__((target("avx2,fma,popcnt"))), apply_to = function)
#else
#define QUANTCHECK_UNROLL _Pragma("GCC unroll 16")
#pragma GCC push_options
#pragma GCC target("avx2,fma,popcnt")
#endif

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

#undef QUANTCHECK_UNROLL
#ifdef __clang__
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif  // __x86_64__
