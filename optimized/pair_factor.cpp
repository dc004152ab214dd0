#include <algorithm>
#include <string>

#include <quantcheck/optimized/checks/columns.h>
#include <quantcheck/optimized/checks/matrix.h>
#include <quantcheck/optimized/dispatch/select.h>
#include <quantcheck/optimized/hessian/hessian_view.h>
#include <quantcheck/optimized/hessian/lower_factor.h>
#include <quantcheck/optimized/pair_factor.h>
#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/words.h>

namespace quantcheck::optimized {
namespace {

template <class T>
void check(const MatrixView<const T>& hessian, const Pairs& damped_diagonal, const Order& order,
           const std::vector<double>& scaling) {
  if (hessian.rows != hessian.cols || !is_there(hessian))
    throw Error("the hessian is not square, or empty: " + shape(hessian.rows, hessian.cols, hessian.stride));
  check_permutation(order, hessian.rows);
  if (std::ssize(damped_diagonal.hi) != hessian.rows || std::ssize(damped_diagonal.lo) != hessian.rows ||
      (!scaling.empty() && std::ssize(scaling) != hessian.rows))
    throw Error("the diagonal has " + std::to_string(damped_diagonal.hi.size()) + " and " +
                std::to_string(damped_diagonal.lo.size()) + " entries, the scaling " +
                std::to_string(scaling.size()) + ", for " + std::to_string(hessian.rows) + " inputs");
}

// The row of a panel that U_ij is in: eight hi, then eight lo.
const double* row_of(const PairFactor& factor, Index i, Index panel) {
  return &factor.panels[panel_offset(panel) + i * panel_columns].hi;
}

template <class T>
PairFactor factor_of(const MatrixView<const T>& hessian, const Pairs& damped_diagonal, const Order& order,
                     const std::vector<double>& scaling, const Execution& execution) {
  const DefaultEnvironment environment;
  check(hessian, damped_diagonal, order, scaling);
  const Kernels& kernels = kernels_of(execution);
  Team& team = team_of(thread_count(execution.threads));
  ReversedHessian reversed = reversed_hessian(hessian, order, damped_diagonal.hi);
  for (Index i = 0; i < hessian.rows; ++i) {
    const Pair entry = normal({damped_diagonal.hi[i], damped_diagonal.lo[i]});
    reversed.diagonal[i] = entry.hi;
    reversed.low.push_back(entry.lo);
  }
  reversed.scaling = scaling;
  PairFactor factor;
  factor.in = hessian.rows;
  factor.order = order;
  LowerFactor<Pair> lower = factor_lower(kernels.pair_factor, reversed, pair_factor_error(factor.in), team);
  if (lower.bad.step >= 0) {
    factor.bad_step = lower.in - 1 - lower.bad.step;
    factor.bad_pivot = lower.bad.value;
    return factor;
  }
  for (Index k = 0; k < factor.in; ++k) {
    const Pair pivot = lower.pivots[lower.in - 1 - k];
    factor.pivots.hi.push_back(pivot.hi);
    factor.pivots.lo.push_back(pivot.lo);
  }
  factor.panels = negative_panels(kernels.pair_factor, lower, team);
  return factor;
}

}  // namespace

Pair PairFactor::entry(Index i, Index j) const {
  const double* row = row_of(*this, i, j / panel_columns);
  return {-row[j % panel_columns], -row[panel_columns + j % panel_columns]};
}

PairFactor factor_in_pairs(MatrixView<const double> hessian, const Pairs& damped_diagonal, const Order& order,
                           const std::vector<double>& scaling, const Execution& execution) {
  return factor_of(hessian, damped_diagonal, order, scaling, execution);
}

PairFactor factor_in_pairs(MatrixView<const float> hessian, const Pairs& damped_diagonal, const Order& order,
                           const std::vector<double>& scaling, const Execution& execution) {
  return factor_of(hessian, damped_diagonal, order, scaling, execution);
}

// The sums are those of roundings_of_factor (double_factor.cpp), with these errors for u = 2^-53
// (kernels/pairs.h). Let X be the sum of the sizes of a chain's k terms c_rk l_jk, k <= 256.
// - A chain keeps the sum of the products of the high parts, and adds up beside it what each product is off
//   by, together u (1 + u)^2 X at most, what each addition is off by, together gamma_k (1 + u)^3 X at most,
//   and the products of a high and a low part, together 2 u (1 + u) X at most: gamma_(k + 4) X in all. Each
//   of these passes 3 roundings before it is added, and k when it is. The products of low parts are left out,
//   u^2 X at most. So the chain is off by (gamma_(k + 3) gamma_(k + 4) + u^2) X at most.
// - An addition of a chain to an entry is off by 4 u^2 of the result at most, a division by 13 u^2.
// Divide the equation by the factors of all B + 1 additions to the entry, B <= ceil(in / 256), so that h_rj
// has none. Then l_rj d_j is off by those of B + 1 additions and a division, a term by those of its chain, of
// at most B additions, and of the division that makes c_rk of l_rk d_k. With k <= in - 1 in all chains, that
// is below
//     gamma_(k + 3) gamma_(k + 4) + (4 (B + 1) + 14) u^2
// but for products of these, which the last factor covers.
//
// Below the normal range a chain's term is off by 3 2^-1075 at most, and a quotient, by which c_rk is off
// when it is taken for l_rk d_k, by a few 2^-1074 (1 + d_k). As D_k > u^2 a_kk, |l_jk| is at most 2^53
// sqrt(a_jj / a_kk), and all of it together far below the bound if the diagonal of A is between 1/4 and 4.
double pair_factor_error(Index in) {
  const Index terms = std::min(block_columns, in - 1);
  const Index blocks = (round_up(in, strip_rows<Pair>) + block_columns - 1) / block_columns;
  const auto gamma = [](Index m) {
    return static_cast<double>(m) * 0x1p-53 / (1 - static_cast<double>(m) * 0x1p-53);
  };
  const double chain = gamma(terms + 3) * gamma(terms + 4);
  return (chain + static_cast<double>(4 * blocks + 18) * 0x1p-106) * (1 + 0x1p-40);
}

DoubleFactor rounded_to_double(const PairFactor& factor) {
  DoubleFactor result;
  result.in = factor.in;
  result.order = factor.order;
  result.pivots = factor.pivots.hi;
  result.bad_step = factor.bad_step;
  result.bad_pivot = factor.bad_pivot;
  result.panels = Buffer<double>(factor.panels.size());
  for (Index k = 0; k < factor.panels.size(); k += panel_columns)
    std::copy_n(&factor.panels[k].hi, panel_columns, result.panels.data() + k);
  return result;
}

}  // namespace quantcheck::optimized
