// A float32 NestQuant of the tests' own, written as implementations are, with faults to plant. It shares no
// arithmetic with the reference or the judge.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include <quantcheck/proofs_check/cases/lattice_case.h>

namespace quantcheck::test {

enum class NestedFault {
  none,
  parity_in_first_coordinate,
  parity_in_nearest_coordinate,
  farther_coset,
  integers_only,
  negative_remainder,
  clamped_coordinates,
  beta_index_too_large,
  beta_index_too_small,
  overload_by_lattice_flag,  // shows in first-beta only
  overload_not_tested,       // shows in first-beta only
  half_integers_truncated,   // when codes are decoded
  tail_dropped,              // shows where 8 does not divide the columns
  values_not_divided,
  betas_not_divided,
  codes_reversed,
  cheaper_decoder,
  decoded_without_beta,
  other_mode,
  one_code_flipped,
};

struct NestedFaultName {
  NestedFault fault;
  std::string_view name;
  std::string_view cause;  // as the judge names it; empty where it names none
};
inline constexpr std::array nested_faults{
    NestedFaultName{NestedFault::parity_in_first_coordinate, "parity_in_first_coordinate", "parity-repair"},
    NestedFaultName{NestedFault::parity_in_nearest_coordinate, "parity_in_nearest_coordinate", ""},
    NestedFaultName{NestedFault::farther_coset, "farther_coset", "farther-coset"},
    NestedFaultName{NestedFault::integers_only, "integers_only", "one-coset:integers"},
    NestedFaultName{NestedFault::negative_remainder, "negative_remainder", "remainder:negative"},
    NestedFaultName{NestedFault::clamped_coordinates, "clamped_coordinates", "remainder:clamped"},
    NestedFaultName{NestedFault::beta_index_too_large, "beta_index_too_large", "beta-index:+1"},
    NestedFaultName{NestedFault::beta_index_too_small, "beta_index_too_small", "beta-index:-1"},
    NestedFaultName{NestedFault::overload_by_lattice_flag, "overload_by_lattice_flag", "overload-test"},
    NestedFaultName{NestedFault::overload_not_tested, "overload_not_tested", "overload-untested"},
    NestedFaultName{NestedFault::half_integers_truncated, "half_integers_truncated", "decoded:truncated"},
    NestedFaultName{NestedFault::tail_dropped, "tail_dropped", "tail-dropped"},
    NestedFaultName{NestedFault::values_not_divided, "values_not_divided", "values-undivided"},
    NestedFaultName{NestedFault::betas_not_divided, "betas_not_divided", "betas-undivided"},
    NestedFaultName{NestedFault::codes_reversed, "codes_reversed", "codes-reversed"},
    NestedFaultName{NestedFault::cheaper_decoder, "cheaper_decoder", "decoder:first-coordinate"},
    NestedFaultName{NestedFault::decoded_without_beta, "decoded_without_beta", "decoded:unscaled"},
    NestedFaultName{NestedFault::other_mode, "other_mode", "mode:other"},
    NestedFaultName{NestedFault::one_code_flipped, "one_code_flipped", ""},
};

struct NestedShape {
  Index rows = 24;
  Index cols = 64;
  int q = 14;
  bool first = false;
  std::array<float, 4> bhat{3.5F, 4.5F, 6.0F, 14.5F};
};

/// Nearly Gaussian values and their codes, as a case that declares fp32.
check::LatticeCase nested_case(const NestedShape& shape, std::uint64_t seed,
                               NestedFault fault = NestedFault::none);

enum class LdlqFault { none, no_feedback, other_block_order, update_sign_flipped, last_error_dropped };

/// Nearly Gaussian weights and the Hessian of correlated activations, quantized by LDLQ in lattice blocks.
/// All of it is float32, the elimination that factors the Hessian included. shape.cols is a multiple of 8.
/// `damping` is a share of the mean diagonal, and is contained in the stored Hessian.
check::LatticeCase ldlq_case(const NestedShape& shape, BlockOrder order, std::uint64_t seed,
                             LdlqFault fault = LdlqFault::none, double damping = 0.01);

}  // namespace quantcheck::test
