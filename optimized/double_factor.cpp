#include <algorithm>
#include <string>

#include <quantcheck/optimized/checks/columns.h>
#include <quantcheck/optimized/checks/matrix.h>
#include <quantcheck/optimized/dispatch/select.h>
#include <quantcheck/optimized/double_factor.h>
#include <quantcheck/optimized/hessian/hessian_view.h>
#include <quantcheck/optimized/hessian/lower_factor.h>
#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/words.h>

namespace quantcheck::optimized {
namespace {

template <class T>
void check(const MatrixView<const T>& hessian, const std::vector<double>& damped_diagonal, const Order& order,
           const std::vector<double>& scaling) {
  if (hessian.rows != hessian.cols || !is_there(hessian))
    throw Error("the hessian is not square, or empty: " + shape(hessian.rows, hessian.cols, hessian.stride));
  check_permutation(order, hessian.rows);
  if (std::ssize(damped_diagonal) != hessian.rows)
    throw Error("the diagonal has " + std::to_string(damped_diagonal.size()) + " entries for " +
                std::to_string(hessian.rows) + " inputs");
  if (!scaling.empty() && std::ssize(scaling) != hessian.rows)
    throw Error("the scaling has " + std::to_string(scaling.size()) + " entries for " +
                std::to_string(hessian.rows) + " inputs");
}

template <class T>
DoubleFactor factor_of(const MatrixView<const T>& hessian, const std::vector<double>& damped_diagonal,
                       const Order& order, const std::vector<double>& scaling, const Execution& execution) {
  const DefaultEnvironment environment;
  check(hessian, damped_diagonal, order, scaling);
  const Kernels& kernels = kernels_of(execution);
  Team& team = team_of(thread_count(execution.threads));
  ReversedHessian reversed = reversed_hessian(hessian, order, damped_diagonal);
  reversed.scaling = scaling;
  LowerFactor<double> lower =
      factor_lower(kernels.factor, reversed, least_pivot_in_double(hessian.rows), team);
  DoubleFactor factor;
  factor.in = hessian.rows;
  factor.order = order;
  if (lower.bad.step >= 0) {
    factor.bad_step = lower.in - 1 - lower.bad.step;
    factor.bad_pivot = lower.bad.value;
    return factor;
  }
  factor.pivots.assign(std::reverse_iterator(lower.pivots.end()),
                       std::reverse_iterator(lower.pivots.end() - factor.in));
  factor.panels = negative_panels(kernels.factor, lower, team);
  return factor;
}

}  // namespace

double DoubleFactor::entry(Index i, Index j) const {
  return -panels[panel_offset(j / panel_columns) + i * panel_columns + j % panel_columns];
}

DoubleFactor factor_in_double(MatrixView<const double> hessian, const std::vector<double>& damped_diagonal,
                              const Order& order, const std::vector<double>& scaling,
                              const Execution& execution) {
  return factor_of(hessian, damped_diagonal, order, scaling, execution);
}

DoubleFactor factor_in_double(MatrixView<const float> hessian, const std::vector<double>& damped_diagonal,
                              const Order& order, const std::vector<double>& scaling,
                              const Execution& execution) {
  return factor_of(hessian, damped_diagonal, order, scaling, execution);
}

// In reversed order the factor is L, and c = L D is what is summed (kernels/factor_block.h). For r >= j
//     c_rj = h_rj + sum over blocks of (a chain of fused operations sum + c_rk (-l_jk) from 0),
// where the blocks of 256 positions before j's own block of columns are added one after another, and the own
// block's chain, of at most 255 terms, comes last. Let B be the number of blocks before it, which is at most
// ceil(in / 256) with padding; whatever is padding adds exact zeros. Each operation rounds once by a factor
// 1 + delta, |delta| <= u. Divide the equation by the factors of all B + 1 additions, so that h_rj has none
// (Higham, Lemma 8.4). Then
// - c_rj has B + 1; it is l_rj d_j, or, as l_rj is c_rj / d_j rounded once, has one more: B + 2,
// - a term of block q = 1 .. B has at most min(256, in - 1) of its chain, q - 1 of the additions before its
//   own, and one for c_rk = l_rk d_k: at most min(256, in - 1) + B,
// - a term of the own block has at most min(255, in - 1) of its chain, B of additions, and one for c_rk: at
//   most min(256, in) + B.
// So h_rj = sum_{k <= j} l_rk d_k l_jk (1 + theta), |theta| <= gamma_m, m = min(256, in) + ceil(in / 256).
// For in = 1 there is no division, and B + 1 is enough.
//
// Underflow: a fused operation whose result is below the normal range is off by another 2^-1075 at most, and
// additions are exact there; that is at most in 2^-1075 in a sum. A quotient l_rk below it is off by 2^-1075,
// so that c_rk is l_rk d_k up to 2^-1075 d_k. In the sums this counts with a factor |l_jk|, and
//     sum_k d_k |l_jk| <= sqrt(sum_k d_k) sqrt(sum_k l_jk^2 d_k) <= sqrt(in h) sqrt(h / (1 - gamma_m));
// in the place of c_rj it is d_j <= h at most. All of it together is below (in + (sqrt(in) + 1) h) 2^-1075 up
// to a factor 1 + 2 gamma_m, and the bound is twice as large.
Index roundings_of_factor(Index in) {
  const Index padded = round_up(in, strip_rows<double>);
  return std::min(block_columns, in) + (padded + block_columns - 1) / block_columns;
}

}  // namespace quantcheck::optimized
