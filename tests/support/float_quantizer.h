// A float32 GPTQ of the tests' own, written as implementations are, with faults to plant. It shares no
// arithmetic with the reference or the judge.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace quantcheck::test {

enum class Fault {
  none,
  error_lost_across_blocks,
  inverse_instead_of_factor,
  transposed_factor,
  order_not_applied,
  order_not_undone,
  undamped_hessian,
  damping_5_percent_off,
  clipped_error_dropped,
  zero_point_off_by_one,
  rounding_biased,
  truncation,
  one_code_flipped,
  propagation_skipped_in_some_rows,
  error_scaled,
  last_column_of_block_not_updated,
  plain_rounding,
  stale_group_scale,
  error_from_original_weight,
  not_divided_by_diagonal,
  update_sign_flipped,
  update_starts_one_late,
  error_of_previous_column,
  factor_in_bf16,
  two_columns_swapped,
  group_index_by_position,
  hessian_of_half_the_inputs,
  error_of_code,
  error_of_code_and_zero,
  error_in_scales,
  error_dropped_if_clipped,
  error_limited,
  update_past_group,
  update_after_block_twice,
  update_inside_block_twice,
  update_reaches_next_block_only,
  update_not_inside_block,
  update_without_first_after_block,
  update_without_last_error,
  plain_rounding_from_a_step,
  feedback_ends_at_a_step,
  plain_rounding_from_a_row,
  factor_of_hessian,
  inverse_damped_again,
  divided_by_diagonal_twice,
  divided_by_root_of_diagonal,
  rows_of_hessian,
  factor_not_inverted,
  inverse_in_every_block,
  weights_clamped,
  hessian_not_permuted,
  hessian_permuted_by_inverse,
  hessian_permuted_alone,
  // No fault, and in no list of faults: H^-1 is found by elimination, and one triangle of it is factored.
  general_inverse,
};

struct FaultName {
  Fault fault;
  std::string_view name;
};
inline constexpr std::array fault_names{
    FaultName{Fault::error_lost_across_blocks, "error_lost_across_blocks"},
    FaultName{Fault::inverse_instead_of_factor, "inverse_instead_of_factor"},
    FaultName{Fault::transposed_factor, "transposed_factor"},
    FaultName{Fault::order_not_applied, "order_not_applied"},
    FaultName{Fault::order_not_undone, "order_not_undone"},
    FaultName{Fault::undamped_hessian, "undamped_hessian"},
    FaultName{Fault::damping_5_percent_off, "damping_5_percent_off"},
    FaultName{Fault::clipped_error_dropped, "clipped_error_dropped"},
    FaultName{Fault::zero_point_off_by_one, "zero_point_off_by_one"},
    FaultName{Fault::rounding_biased, "rounding_biased"},
    FaultName{Fault::truncation, "truncation"},
    FaultName{Fault::one_code_flipped, "one_code_flipped"},
    FaultName{Fault::propagation_skipped_in_some_rows, "propagation_skipped_in_some_rows"},
    FaultName{Fault::error_scaled, "error_scaled"},
    FaultName{Fault::last_column_of_block_not_updated, "last_column_of_block_not_updated"},
    FaultName{Fault::plain_rounding, "plain_rounding"},
    FaultName{Fault::stale_group_scale, "stale_group_scale"},
    FaultName{Fault::error_from_original_weight, "error_from_original_weight"},
    FaultName{Fault::not_divided_by_diagonal, "not_divided_by_diagonal"},
    FaultName{Fault::update_sign_flipped, "update_sign_flipped"},
    FaultName{Fault::update_starts_one_late, "update_starts_one_late"},
    FaultName{Fault::error_of_previous_column, "error_of_previous_column"},
    FaultName{Fault::factor_in_bf16, "factor_in_bf16"},
    FaultName{Fault::two_columns_swapped, "two_columns_swapped"},
    FaultName{Fault::group_index_by_position, "group_index_by_position"},
    FaultName{Fault::hessian_of_half_the_inputs, "hessian_of_half_the_inputs"},
    FaultName{Fault::error_of_code, "error_of_code"},
    FaultName{Fault::error_of_code_and_zero, "error_of_code_and_zero"},
    FaultName{Fault::error_in_scales, "error_in_scales"},
    FaultName{Fault::error_dropped_if_clipped, "error_dropped_if_clipped"},
    FaultName{Fault::error_limited, "error_limited"},
    FaultName{Fault::update_past_group, "update_past_group"},
    FaultName{Fault::update_after_block_twice, "update_after_block_twice"},
    FaultName{Fault::update_inside_block_twice, "update_inside_block_twice"},
    FaultName{Fault::update_reaches_next_block_only, "update_reaches_next_block_only"},
    FaultName{Fault::update_not_inside_block, "update_not_inside_block"},
    FaultName{Fault::update_without_first_after_block, "update_without_first_after_block"},
    FaultName{Fault::update_without_last_error, "update_without_last_error"},
    FaultName{Fault::plain_rounding_from_a_step, "plain_rounding_from_a_step"},
    FaultName{Fault::feedback_ends_at_a_step, "feedback_ends_at_a_step"},
    FaultName{Fault::plain_rounding_from_a_row, "plain_rounding_from_a_row"},
    FaultName{Fault::factor_of_hessian, "factor_of_hessian"},
    FaultName{Fault::inverse_damped_again, "inverse_damped_again"},
    FaultName{Fault::divided_by_diagonal_twice, "divided_by_diagonal_twice"},
    FaultName{Fault::divided_by_root_of_diagonal, "divided_by_root_of_diagonal"},
    FaultName{Fault::rows_of_hessian, "rows_of_hessian"},
    FaultName{Fault::factor_not_inverted, "factor_not_inverted"},
    FaultName{Fault::inverse_in_every_block, "inverse_in_every_block"},
    FaultName{Fault::weights_clamped, "weights_clamped"},
    FaultName{Fault::hessian_not_permuted, "hessian_not_permuted"},
    FaultName{Fault::hessian_permuted_by_inverse, "hessian_permuted_by_inverse"},
    FaultName{Fault::hessian_permuted_alone, "hessian_permuted_alone"},
};

struct FloatLayer {
  std::size_t out = 0;
  std::size_t in = 0;
  std::vector<float> weight;   // out x in
  std::vector<float> hessian;  // in x in, undamped
  float damping = 0;
  std::vector<std::size_t> order;
  std::size_t group_size = 0;
  std::vector<float> scale;  // out x groups
  std::vector<int> zero;     // out x groups
  int qmin = 0;
  int qmax = 15;

  std::size_t groups() const { return (in + group_size - 1) / group_size; }
};

/// The place of a fault that is planted at one place only.
struct Place {
  std::size_t row = 0;
  std::size_t column = 0;
};
/// With propagation_skipped_in_some_rows, errors are not propagated in this row and every seventh one after
/// it.
inline constexpr std::size_t skipped_row = 3;
/// The step, or the row, of so many from which the faults on run that begin at one.
constexpr std::size_t late_place(std::size_t count) { return count / 4 * 3; }

/// Codes (out x in) by GPTQ in blocks of `block` columns. `flipped` is the place of the fault
/// one_code_flipped. Throws std::runtime_error where the damped Hessian is not positive definite in float32.
std::vector<int> quantize(const FloatLayer& layer, std::size_t block, Fault fault, Place flipped = {});

}  // namespace quantcheck::test
