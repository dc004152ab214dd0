// The beginning of the code that is compiled for one target; target_end.h is its end. The file that includes
// both first defines QUANTCHECK_FEATURES, the features of x86-64 that its target has; without it the target
// is any machine. The target applies to what lies between the two headers and to nothing else: no file is
// compiled with a -m flag, and everything that the kernels include is included here, before that region.

#include <cstdint>
#include <limits>

#include <quantcheck/optimized/kernels/jobs.h>
#include <quantcheck/optimized/kernels/layout.h>
#include <quantcheck/optimized/kernels/nested/jobs.h>

#ifndef QUANTCHECK_FEATURES

#define QUANTCHECK_UNROLL  // vectors of sixteen lanes are unrolled enough as they are

#else

#define QUANTCHECK_PRAGMA_OF(...) _Pragma(#__VA_ARGS__)
#define QUANTCHECK_PRAGMA(...) QUANTCHECK_PRAGMA_OF(__VA_ARGS__)

#ifdef __clang__

#include <immintrin.h>

#define QUANTCHECK_UNROLL _Pragma("clang loop unroll(full)")
QUANTCHECK_PRAGMA(clang attribute push(__attribute__((target(QUANTCHECK_FEATURES))), apply_to = function))

#else

// Some of the intrinsics read a variable that nothing was written to, on purpose (GCC bug 105593).
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <immintrin.h>
#pragma GCC diagnostic pop

#define QUANTCHECK_UNROLL _Pragma("GCC unroll 16")
#pragma GCC push_options
QUANTCHECK_PRAGMA(GCC target(QUANTCHECK_FEATURES))

#endif
#endif
