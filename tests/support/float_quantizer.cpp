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

// The factor that GPTQ calls Hinv: the upper triangular R with H^-1 = R^T R.
Square factor_of_inverse(const FloatLayer& layer, const std::vector<std::size_t>& order, Fault fault) {
  const std::size_t n = layer.in;
  float damping = layer.damping;
  if (fault == Fault::undamped_hessian) damping = 0;
  if (fault == Fault::damping_5_percent_off) damping *= 1.05F;
  Square h(n * n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      h[i * n + j] = layer.hessian[order[i] * n + order[j]];
      if (fault == Fault::hessian_of_half_the_inputs && (i < n / 2) != (j < n / 2)) h[i * n + j] = 0;
    }
  for (std::size_t i = 0; i < n; ++i) h[i * n + i] += damping;
  const Square inverse = fault == Fault::general_inverse ? general_inverse(std::move(h), n)
                                                         : cholesky_inverse(cholesky(std::move(h), n), n);
  if (fault == Fault::inverse_instead_of_factor) return inverse;
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
    if (fault == Fault::order_not_applied) std::iota(order_.begin(), order_.end(), std::size_t{0});
    factor_ = factor_of_inverse(layer, order_, fault);
  }

  void run(std::size_t row, int* codes) {
    std::vector<float> w(n_);
    for (std::size_t k = 0; k < n_; ++k) w[k] = layer_.weight[row * n_ + order_[k]];
    const std::vector<float> original = w;
    std::vector<float> errors(n_);
    const bool propagates = fault_ != Fault::plain_rounding &&
                            !(fault_ == Fault::propagation_skipped_in_some_rows && row % 7 == skipped_row);
    for (std::size_t begin = 0; begin < n_; begin += block_) {
      const std::size_t end = std::min(begin + block_, n_);
      for (std::size_t j = begin; j < end; ++j) {
        const auto [code, value] = decide(row, j, w[j]);
        codes[fault_ == Fault::order_not_undone ? j : order_[j]] = code;
        errors[j] = error(j, fault_ == Fault::error_from_original_weight ? original[j] : w[j], value);
        if (!propagates) continue;
        const float carried =
            fault_ == Fault::error_of_previous_column && j > begin ? errors[j - 1] : errors[j];
        const std::size_t first = j + (fault_ == Fault::update_starts_one_late ? 2 : 1);
        const std::size_t last = fault_ == Fault::last_column_of_block_not_updated ? end - 1 : end;
        for (std::size_t k = first; k < last; ++k) w[k] -= signed_update(carried, j, k);
      }
      if (!propagates || fault_ == Fault::error_lost_across_blocks) continue;
      for (std::size_t k = end; k < n_; ++k) {
        float sum = 0;
        for (std::size_t j = begin; j < end; ++j) sum += signed_update(errors[j], j, k);
        w[k] -= sum;
      }
    }
  }

 private:
  struct Chosen {
    int code;
    float value;
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
    return {code, scale * static_cast<float>(valued - zero)};
  }

  float error(std::size_t j, float target, float value) const {
    const float diagonal = fault_ == Fault::not_divided_by_diagonal ? 1.0F : factor_[j * n_ + j];
    const float err = (target - value) / diagonal;
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
