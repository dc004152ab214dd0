#include <quantcheck/tests/support/float_quantizer.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace quantcheck::test {
namespace {

using Square = std::vector<float>;  // n x n

// The lower Cholesky factor.
Square cholesky(Square a, std::size_t n) {
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t k = 0; k < j; ++k)
      for (std::size_t i = j; i < n; ++i) a[i * n + j] -= a[i * n + k] * a[j * n + k];
    if (!(a[j * n + j] > 0)) throw std::runtime_error("not positive definite in float32");
    const float root = std::sqrt(a[j * n + j]);
    for (std::size_t i = j; i < n; ++i) a[i * n + j] /= root;
    for (std::size_t k = j + 1; k < n; ++k) a[j * n + k] = 0;
  }
  return a;
}

// The inverse of L L^T from its lower Cholesky factor L, column by column.
Square cholesky_inverse(const Square& l, std::size_t n) {
  Square inverse(n * n);
  std::vector<float> x(n);
  for (std::size_t column = 0; column < n; ++column) {
    for (std::size_t i = 0; i < n; ++i) {
      float sum = i == column ? 1.0F : 0.0F;
      for (std::size_t k = 0; k < i; ++k) sum -= l[i * n + k] * x[k];
      x[i] = sum / l[i * n + i];
    }
    for (std::size_t i = n; i-- > 0;) {
      float sum = x[i];
      for (std::size_t k = i + 1; k < n; ++k) sum -= l[k * n + i] * x[k];
      x[i] = sum / l[i * n + i];
    }
    for (std::size_t i = 0; i < n; ++i) inverse[i * n + column] = x[i];
  }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < i; ++j) inverse[i * n + j] = inverse[j * n + i];
  return inverse;
}

// The inverse by Gauss-Jordan elimination. Rounding makes it asymmetric.
Square general_inverse(Square a, std::size_t n) {
  Square inverse(n * n);
  for (std::size_t i = 0; i < n; ++i) inverse[i * n + i] = 1;
  for (std::size_t j = 0; j < n; ++j) {
    std::size_t pivot = j;
    for (std::size_t i = j + 1; i < n; ++i)
      if (std::fabs(a[i * n + j]) > std::fabs(a[pivot * n + j])) pivot = i;
    for (Square* m : {&a, &inverse})
      std::swap_ranges(m->begin() + static_cast<std::ptrdiff_t>(j * n),
                       m->begin() + static_cast<std::ptrdiff_t>((j + 1) * n),
                       m->begin() + static_cast<std::ptrdiff_t>(pivot * n));
    const float scale = a[j * n + j];
    for (Square* m : {&a, &inverse})
      for (std::size_t k = 0; k < n; ++k) (*m)[j * n + k] /= scale;
    for (std::size_t i = 0; i < n; ++i) {
      const float multiplier = i == j ? 0 : a[i * n + j];
      for (Square* m : {&a, &inverse})
        for (std::size_t k = 0; k < n; ++k) (*m)[i * n + k] -= multiplier * (*m)[j * n + k];
    }
  }
  return inverse;
}

Square transposed(const Square& a, std::size_t n) {
  Square result(n * n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) result[j * n + i] = a[i * n + j];
  return result;
}

float to_bf16(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  return std::bit_cast<float>((bits + 0x7fffU + ((bits >> 16) & 1U)) & 0xffff0000U);
}

// -U of H = U D U^T with 1 on the diagonal, from the Cholesky factor of H with its ends exchanged.
Square negated_unit_factor(const Square& h, std::size_t n) {
  Square reversed(n * n);
  for (std::size_t i = 0; i < n * n; ++i) reversed[i] = h[n * n - 1 - i];
  const Square l = cholesky(std::move(reversed), n);
  Square result(n * n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i; j < n; ++j) {
      const std::size_t column = n - 1 - j;
      const float entry = l[(n - 1 - i) * n + column] / l[column * n + column];
      result[i * n + j] = i == j ? 1.0F : -entry;
    }
  return result;
}

// Rows of every block by elimination inside it, from the rows of H^-1 that no earlier block has changed.
Square factor_in_blocks(Square inverse, std::size_t n, std::size_t block) {
  for (std::size_t begin = 0; begin < n; begin += block)
    for (std::size_t k = begin; k < std::min(begin + block, n); ++k) {
      const float root = std::sqrt(inverse[k * n + k]);
      for (std::size_t j = k; j < n; ++j) inverse[k * n + j] /= root;
      for (std::size_t i = k + 1; i < std::min(begin + block, n); ++i)
        for (std::size_t j = i; j < n; ++j) inverse[i * n + j] -= inverse[k * n + i] * inverse[k * n + j];
    }
  return inverse;
}

// The factor that GPTQ calls Hinv: the upper triangular R with H^-1 = R^T R.
Square factor_of_inverse(const FloatLayer& layer, const std::vector<std::size_t>& order, std::size_t block,
                         Fault fault) {
  const std::size_t n = layer.in;
  float damping = layer.damping;
  if (fault == Fault::undamped_hessian) damping = 0;
  if (fault == Fault::damping_5_percent_off) damping *= 1.05F;
  std::vector<std::size_t> places = order;
  if (fault == Fault::hessian_not_permuted) std::iota(places.begin(), places.end(), std::size_t{0});
  if (fault == Fault::hessian_permuted_alone) places = layer.order;
  if (fault == Fault::hessian_permuted_by_inverse)
    for (std::size_t k = 0; k < n; ++k) places[order[k]] = k;
  Square h(n * n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      h[i * n + j] = layer.hessian[places[i] * n + places[j]];
      if (fault == Fault::hessian_of_half_the_inputs && (i < n / 2) != (j < n / 2)) h[i * n + j] = 0;
    }
  for (std::size_t i = 0; i < n; ++i) h[i * n + i] += damping;
  const Square damped = h;
  if (fault == Fault::factor_of_hessian) return transposed(cholesky(std::move(h), n), n);
  if (fault == Fault::rows_of_hessian) return h;
  Square inverse = fault == Fault::general_inverse ? general_inverse(std::move(h), n)
                                                   : cholesky_inverse(cholesky(std::move(h), n), n);
  if (fault == Fault::inverse_instead_of_factor) return inverse;
  if (fault == Fault::inverse_damped_again) {
    for (std::size_t i = 0; i < n; ++i) inverse[i * n + i] += damping;
    inverse = cholesky_inverse(cholesky(std::move(inverse), n), n);
  }
  if (fault == Fault::factor_not_inverted) return negated_unit_factor(damped, n);
  if (fault == Fault::inverse_in_every_block) return factor_in_blocks(inverse, n, block);
  // H^-1 = L L^T with a lower triangular L. R is its transpose; L itself, read as its transpose, is the wrong
  // triangle.
  Square factor = transposed(cholesky(inverse, n), n);
  if (fault == Fault::transposed_factor) {
    // The factor of the other kind: U upper triangular with H^-1 = U U^T, instead of R^T R.
    Square reversed(n * n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) reversed[i * n + j] = inverse[(n - 1 - i) * n + (n - 1 - j)];
    const Square l = cholesky(std::move(reversed), n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) factor[i * n + j] = l[(n - 1 - i) * n + (n - 1 - j)];
  }
  if (fault == Fault::factor_in_bf16)
    for (float& x : factor) x = to_bf16(x);
  return factor;
}

class Sweep {
 public:
  Sweep(const FloatLayer& layer, std::size_t block, Fault fault)
      : layer_(layer), n_(layer.in), block_(block), fault_(fault), order_(layer.order) {
    if (fault == Fault::order_not_applied || fault == Fault::hessian_permuted_alone)
      std::iota(order_.begin(), order_.end(), std::size_t{0});
    factor_ = factor_of_inverse(layer, order_, block, fault);
  }

  void run(std::size_t row, int* codes) {
    std::vector<float> w(n_);
    for (std::size_t k = 0; k < n_; ++k) w[k] = layer_.weight[row * n_ + order_[k]];
    if (fault_ == Fault::weights_clamped)
      for (std::size_t k = 0; k < n_; ++k) w[k] = clamped(row, k, w[k]);
    const std::vector<float> original = w;
    std::vector<float> errors(n_);
    const bool propagates = fault_ != Fault::plain_rounding &&
                            !(fault_ == Fault::propagation_skipped_in_some_rows && row % 7 == skipped_row) &&
                            !(fault_ == Fault::plain_rounding_from_a_row && row >= late_place(layer_.out));
    for (std::size_t begin = 0; begin < n_; begin += block_) {
      const std::size_t end = std::min(begin + block_, n_);
      for (std::size_t j = begin; j < end; ++j) {
        if (fault_ == Fault::plain_rounding_from_a_step && j >= late_place(n_)) w[j] = original[j];
        const Chosen chosen = decide(row, j, w[j]);
        codes[fault_ == Fault::order_not_undone ? j : order_[j]] = chosen.code;
        errors[j] = error(j, fault_ == Fault::error_from_original_weight ? original[j] : w[j], chosen);
        if (propagates) update_inside(w, errors, {begin, end}, j);
      }
      if (propagates && fault_ != Fault::error_lost_across_blocks) update_after(w, errors, {begin, end});
    }
  }

 private:
  struct Block {
    std::size_t begin;
    std::size_t end;
  };

  void update_inside(std::vector<float>& w, const std::vector<float>& errors, Block block,
                     std::size_t j) const {
    if (fault_ == Fault::update_not_inside_block) return;
    const bool previous = fault_ == Fault::error_of_previous_column && j > block.begin;
    const float carried = previous ? errors[j - 1] : errors[j];
    const std::size_t first = j + (fault_ == Fault::update_starts_one_late ? 2 : 1);
    std::size_t last = block.end;
    if (fault_ == Fault::last_column_of_block_not_updated) --last;
    if (fault_ == Fault::update_past_group) last = std::min(n_, j + block.end);
    const float times = fault_ == Fault::update_inside_block_twice ? 2.0F : 1.0F;
    for (std::size_t k = first; k < last; ++k) w[k] -= times * signed_update(carried, j, k);
  }

  void update_after(std::vector<float>& w, const std::vector<float>& errors, Block block) const {
    const std::size_t first = block.end + (fault_ == Fault::update_without_first_after_block ? 1 : 0);
    const std::size_t last =
        fault_ == Fault::update_reaches_next_block_only ? std::min(n_, block.end + block_) : n_;
    const std::size_t last_error = block.end - (fault_ == Fault::update_without_last_error ? 1 : 0);
    const float times = fault_ == Fault::update_after_block_twice ? 2.0F : 1.0F;
    for (std::size_t k = first; k < last; ++k) {
      float sum = 0;
      for (std::size_t j = block.begin; j < last_error; ++j) sum += signed_update(errors[j], j, k);
      w[k] -= times * sum;
    }
  }

  struct Chosen {
    int code;
    int zero;
    float scale;
    float value;
    bool clipped;
  };

  std::size_t group(std::size_t row, std::size_t position) const {
    std::size_t column = order_[position];
    if (fault_ == Fault::group_index_by_position) column = position;
    std::size_t g = column / layer_.group_size;
    if (fault_ == Fault::stale_group_scale && g > 0 && column % layer_.group_size == 0) --g;
    return row * layer_.groups() + g;
  }

  Chosen decide(std::size_t row, std::size_t position, float target) const {
    const std::size_t g = group(row, position);
    const float scale = layer_.scale[g];
    const int zero = layer_.zero[g] + (fault_ == Fault::zero_point_off_by_one ? 1 : 0);
    const float quotient = target / scale;
    float rounded = std::nearbyint(quotient);
    if (fault_ == Fault::rounding_biased) rounded = std::floor(quotient + 0.45F);
    if (fault_ == Fault::truncation) rounded = std::trunc(quotient);
    // With a fault planted the target may grow without bound.
    const int unclipped = static_cast<int>(std::clamp(rounded, -1e6F, 1e6F)) + zero;
    const int code = std::clamp(unclipped, layer_.qmin, layer_.qmax);
    const int valued = fault_ == Fault::clipped_error_dropped ? unclipped : code;
    return {code, zero, scale, scale * static_cast<float>(valued - zero), code != unclipped};
  }

  // The weight clamped to the ends of its grid.
  float clamped(std::size_t row, std::size_t position, float weight) const {
    const std::size_t g = group(row, position);
    const float scale = layer_.scale[g];
    return std::clamp(weight, scale * static_cast<float>(layer_.qmin - layer_.zero[g]),
                      scale * static_cast<float>(layer_.qmax - layer_.zero[g]));
  }

  // What is fed back before it is divided.
  float difference(float target, const Chosen& chosen) const {
    const float error = target - chosen.value;
    switch (fault_) {
      case Fault::error_of_code:
        return target - static_cast<float>(chosen.code);
      case Fault::error_of_code_and_zero:
        return target - static_cast<float>(chosen.code - chosen.zero);
      case Fault::error_in_scales:
        return error / chosen.scale;
      case Fault::error_dropped_if_clipped:
        return chosen.clipped ? 0.0F : error;
      case Fault::error_limited:
        return std::clamp(error, -chosen.scale / 2, chosen.scale / 2);
      default:
        return error;
    }
  }

  float error(std::size_t j, float target, const Chosen& chosen) const {
    if (fault_ == Fault::feedback_ends_at_a_step && j >= late_place(n_)) return 0;
    float diagonal = factor_[j * n_ + j];
    if (fault_ == Fault::not_divided_by_diagonal) diagonal = 1;
    if (fault_ == Fault::divided_by_diagonal_twice) diagonal *= diagonal;
    if (fault_ == Fault::divided_by_root_of_diagonal) diagonal = std::sqrt(diagonal);
    const float err = difference(target, chosen) / diagonal;
    return fault_ == Fault::error_scaled ? err * 0.97F : err;
  }

  float signed_update(float err, std::size_t j, std::size_t k) const {
    const float update = err * factor_[j * n_ + k];
    return fault_ == Fault::update_sign_flipped ? -update : update;
  }

  const FloatLayer& layer_;
  std::size_t n_;
  std::size_t block_;
  Fault fault_;
  std::vector<std::size_t> order_;
  Square factor_;
};

}  // namespace

std::vector<int> quantize(const FloatLayer& layer, std::size_t block, Fault fault, Place flipped) {
  Sweep sweep(layer, block, fault);
  std::vector<int> codes(layer.out * layer.in);
  for (std::size_t row = 0; row < layer.out; ++row) sweep.run(row, &codes[row * layer.in]);
  if (fault == Fault::one_code_flipped) {
    int& code = codes[flipped.row * layer.in + flipped.column];
    code += code < layer.qmax ? 1 : -1;
  }
  if (fault == Fault::two_columns_swapped)
    for (std::size_t row = 0; row < layer.out; ++row) {
      int* first = &codes[row * layer.in + layer.in / 2];
      std::swap(first[0], first[1]);
    }
  return codes;
}

}  // namespace quantcheck::test
