// The kernels for nested lattice codes, one text for every target, as in kernels/text.h.

// The later files use the earlier ones.
// clang-format off
#include <quantcheck/optimized/kernels/nested/operand.h>
#include <quantcheck/optimized/kernels/nested/multiply.h>
#include <quantcheck/optimized/kernels/nested/rotate.h>
// clang-format on

constexpr NestedKernels nested_kernels = {
    .decode = decode,
    .correct = correct,
    .multiply_bytes = multiply_codes<2>,
    .multiply_shorts = multiply_codes<4>,
    .rotate = rotate,
    .sum_of_squares = sum_of_squares,
};
