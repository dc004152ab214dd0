// The kernels, one text for every target. avx512.cpp, avx2.cpp and scalar.cpp include it inside the target's
// namespace, after the target's vectors and after every header that the text needs. What is compiled here is
// compiled for the target, so nothing of it may be visible to the linker.

#if defined(__FAST_MATH__) || (defined(__FLT_EVAL_METHOD__) && __FLT_EVAL_METHOD__ != 0)
#error "the kernels' arithmetic is IEEE 754's, each operation rounded once"
#endif

// The later files use the earlier ones.
// clang-format off
#include <quantcheck/optimized/kernels/pairs.h>
#include <quantcheck/optimized/kernels/tile.h>
#include <quantcheck/optimized/kernels/solve.h>
#include <quantcheck/optimized/kernels/factor_block.h>
#include <quantcheck/optimized/kernels/factor_panels.h>
#include <quantcheck/optimized/kernels/inverse_rows.h>
#include <quantcheck/optimized/kernels/error_products.h>
#include <quantcheck/optimized/kernels/trailing_solve.h>
#include <quantcheck/optimized/kernels/pair_products.h>
#include <quantcheck/optimized/kernels/decide.h>
#include <quantcheck/optimized/kernels/fit_grid.h>
#include <quantcheck/optimized/kernels/move_rows.h>
#include <quantcheck/optimized/kernels/sweep.h>
#include <quantcheck/optimized/kernels/lattice/exact_choice.h>
#include <quantcheck/optimized/kernels/lattice/nearest.h>
#include <quantcheck/optimized/kernels/lattice/nearest_arrays.h>
#include <quantcheck/optimized/kernels/lattice/residue.h>
#include <quantcheck/optimized/kernels/lattice/decode.h>
#include <quantcheck/optimized/kernels/lattice/encode.h>
#include <quantcheck/optimized/kernels/lattice/scaled_codes.h>
#include <quantcheck/optimized/kernels/lattice/ldlq.h>
// clang-format on

template <class V>
constexpr FactorKernels<typename V::Scalar> factor_kernels = {
    .negate_rows = negate_rows<V>,
    .update_rows = update_rows<V>,
    .factor_diagonal = factor_diagonal<V>,
    .solve_rows = solve_rows<V>,
    .write_negative_panel = write_negative_panel<V>,
};

constexpr Kernels kernels = {
    .factor = factor_kernels<Doubles>,
    .pair_factor = factor_kernels<DoublePairs>,
    .write_panel = write_panel,
    .invert_rows = invert_rows,
    .sum_inverse_rows = sum_inverse_rows,
    .add_error_products = add_error_products,
    .solve_trailing = solve_trailing,
    .solve_trailing_transposed = solve_trailing_transposed,
    .multiply_pairs = multiply_pairs,
    .multiply_pairs_transposed = multiply_pairs_transposed,
    .add_products = multiply<Doubles, Chain::added>,
    .extend_floats = multiply<Floats, Chain::continued>,
    .extend_doubles = multiply<Doubles, Chain::continued>,
    .sweep_rows = sweep_rows,
    .nearest_e8 = nearest_e8,
    .encode_e8 = encode_e8,
    .decode_e8 = decode_to<std::int8_t>,
    .decode_e8_wide = decode_to<std::int16_t>,
    .encode_scaled = encode_scaled,
    .decode_scaled = decode_scaled,
    .ldlq_rows = ldlq_rows,
};
