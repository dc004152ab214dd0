// GPTAQ: GPTQ for inputs that differ between the quantized and the full-precision model (asymmetric
// calibration), as in the paper and as released.
#pragma once

#include <algorithm>

#include <quantcheck/reference/hessian/ldl.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/decide.h>

namespace quantcheck::reference {

/// The correction P (n x n, strictly upper), by which the weight that is rounded at a step moves those after
/// it: with F the columns after i,
///     P_iF = alpha C_iF H_FF^-1.
/// `factor` is that of the damped Hessian H = U D U^T in processing order, and C = (X0 - X)^T X (n x n) is in
/// processing order, too, with X the inputs of the quantized model and X0 those of the full-precision model
/// (samples x n), both scaled as for H. Since H_FF = U_FF D_FF U_FF^T, each row takes two triangular systems:
///     y U_FF^T = C_iF,    P_iF U_FF = alpha y D_FF^-1.
/// Y. Li, R. Yin, D. Lee, S. Xiao, P. Panda, arXiv 2504.02692 (GPTAQ). In the released code alpha is 1/4.
template <class Number>
Matrix<Number> gptaq_correction(const Matrix<Number>& cross, const Udu<Number>& factor, const Number& alpha) {
  const Index n = cross.rows();
  const Matrix<Number> u = unit_upper(factor);
  Matrix<Number> correction = Matrix<Number>::Constant(n, n, Number(0));
  Vector<Number> y(n);
  for (Index i = 0; i < n; ++i) {
    for (Index j = n - 1; j > i; --j) {
      y(j) = cross(i, j);
      for (Index k = j + 1; k < n; ++k) y(j) = y(j) - y(k) * u(j, k);
    }
    for (Index j = i + 1; j < n; ++j) {
      correction(i, j) = alpha * y(j) / factor.pivot(j);
      for (Index k = i + 1; k < j; ++k) correction(i, j) = correction(i, j) - correction(i, k) * u(k, j);
    }
  }
  return correction;
}

/// The codes (out x in) of GPTAQ as in the paper. At step j, with L the unit lower factor of H^-1 = L C L^T,
///     code_j = decide(row, order[j], w_j),    eps = value(code_j) - w_j,
///     w_k += L_kj eps + P_jk w_j    for k > j.
/// Without a correction, P = 0, this is gptq (gptq.h), whose arguments these are.
template <class Number, class Decide>
Codes gptaq(const Matrix<Number>& weight, const Ldl<Number>& inverse_factor, const Matrix<Number>& correction,
            const Grid<Number>& grid, const Order& order, Decide&& decide) {
  const Index n = weight.cols();
  Codes codes(weight.rows(), n);
  Vector<Number> w(n);
  for (Index row = 0; row < weight.rows(); ++row) {
    for (Index j = 0; j < n; ++j) w(j) = weight(row, order[j]);
    for (Index j = 0; j < n; ++j) {
      const Index column = order[j];
      codes(row, column) = decide(row, column, w(j));
      const Number eps = value(grid, row, column, codes(row, column)) - w(j);
      for (Index k = j + 1; k < n; ++k)
        w(k) = w(k) + inverse_factor.lower(k, j) * eps + correction(j, k) * w(j);
    }
  }
  return codes;
}

/// The codes (out x in) of GPTAQ as released, in blocks of `block` >= 1 columns. Inside a block it is gptaq.
/// When the block is done, its errors reach the columns k after it as in gptq_blocked, but the correction is
/// multiplied with the values that the block was quantized to, not with the weights that were rounded:
///     w_k += sum_j L_kj eps_j + P_jk value(code_j)    over the block.
/// The codes therefore depend on the size of the blocks, also in exact arithmetic. A single block is gptaq.
/// The code is that of github.com/Intelligent-Computing-Lab-Yale/GPTAQ, fasterquant.
template <class Number, class Decide>
Codes gptaq_blocked(const Matrix<Number>& weight, const Ldl<Number>& inverse_factor,
                    const Matrix<Number>& correction, const Grid<Number>& grid, const Order& order,
                    Index block, Decide&& decide) {
  const Index n = weight.cols();
  Codes codes(weight.rows(), n);
  Vector<Number> w(n);
  Vector<Number> eps(n);
  for (Index row = 0; row < weight.rows(); ++row) {
    for (Index j = 0; j < n; ++j) w(j) = weight(row, order[j]);
    for (Index begin = 0; begin < n; begin += block) {
      const Index end = std::min(begin + block, n);
      for (Index j = begin; j < end; ++j) {
        const Index column = order[j];
        codes(row, column) = decide(row, column, w(j));
        eps(j) = value(grid, row, column, codes(row, column)) - w(j);
        for (Index k = j + 1; k < end; ++k)
          w(k) = w(k) + inverse_factor.lower(k, j) * eps(j) + correction(j, k) * w(j);
        w(j) = w(j) + eps(j);  // From here on the column holds its quantized value.
      }
      for (Index k = end; k < n; ++k) {
        Number sum = Number(0);
        for (Index j = begin; j < end; ++j)
          sum = sum + inverse_factor.lower(k, j) * eps(j) + correction(j, k) * w(j);
        w(k) = w(k) + sum;
      }
    }
  }
  return codes;
}

}  // namespace quantcheck::reference
