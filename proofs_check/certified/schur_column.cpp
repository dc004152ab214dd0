#include <quantcheck/proofs_check/certified/schur_column.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/triangular_solves.h>
#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {
namespace {

// Refinement goes on while a step makes the residual smaller than this part of it.
constexpr double worthwhile = 1.0 / 8;
constexpr int most_refinements = 8;

// One column on the way.
struct Refinement {
  PairVector u;
  SchurColumn best;                                          // by the least error so far
  double remains = std::numeric_limits<double>::infinity();  // the bound of |T_BB^-1 r| for the last u
  int refined = 0;
  double goal = 0;  // the error at which it is settled
  bool settled = false;
};

// The share of d_i by which a product with u is off at most.
double product_error(const CertifiedFactor& factor, const HessianProduct& hessian, const PairVector& u) {
  double sum = 0;
  for (Index k = 0; k < std::ssize(u); ++k) sum += std::fabs(u[k].hi) * factor.diagonal_root(k);
  return bound_slack * hessian.error() * sum;
}

// r, rounded to double.
std::vector<double> residual(const SchurColumn& column, const PairVector& product) {
  std::vector<double> result;
  for (Index k = column.begin; k < std::ssize(product); ++k)
    result.push_back((product[k] - Pair{column.right_hand_side(k), 0}).hi);
  return result;
}

// T_BB^-1 r as computed.
std::vector<double> preconditioned(const CertifiedFactor& factor, const std::vector<double>& r, Index begin) {
  if (begin == factor.factor.in) return {};
  std::vector<double> z = optimized::solve_trailing(factor.factor, begin, r);
  for (Index k = begin; k < factor.factor.in; ++k) z[k - begin] /= factor.root[k];
  return z;
}

// Judges the product of u, and improves u unless that is no longer worth it.
void refine(const CertifiedFactor& factor, const HessianProduct& hessian, const PairVector& product,
            Refinement& column) {
  const Index begin = column.best.begin;
  const double error_of_product = product_error(factor, hessian, column.u);
  const std::vector<double> r = residual(column.best, product);
  std::vector<double> z = preconditioned(factor, r, begin);
  const double off = double_roundoff * largest_share(factor, r, begin) + error_of_product;
  const double remains = bound_of_rest(factor, z, off);
  const double error = bound_slack * (error_of_product + remains / std::sqrt(1 - factor.relative_error));
  if (column.best.entries.empty() || error < column.best.error) {
    column.best.entries.assign(product.begin(), product.begin() + begin);
    column.best.vector = column.u;
    column.best.error = error;
  }
  column.settled = begin == factor.factor.in || error <= column.goal ||
                   !(remains < worthwhile * column.remains) || ++column.refined > most_refinements;
  column.remains = remains;
  if (column.settled) return;
  for (Index k = begin; k < factor.factor.in; ++k) z[k - begin] /= factor.root[k];
  const std::vector<double> x = optimized::solve_trailing_transposed(factor.factor, begin, z);
  for (Index k = begin; k < factor.factor.in; ++k) column.u[k] = column.u[k] - Pair{x[k - begin], 0};
}

// The columns from the vectors and the steps that they begin with.
std::vector<SchurColumn> refined(const CertifiedFactor& factor, const HessianProduct& hessian,
                                 std::vector<Refinement> columns) {
  for (;;) {
    std::vector<Refinement*> open;
    std::vector<PairVector> vectors;
    for (Refinement& column : columns)
      if (!column.settled) {
        open.push_back(&column);
        vectors.push_back(column.u);
      }
    if (open.empty()) break;
    const std::vector<PairVector> products = hessian(vectors);
    optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(open), [&](Index k) {
      refine(factor, hessian, products[k], *open[k]);
    });
  }
  std::vector<SchurColumn> result;
  result.reserve(columns.size());
  for (Refinement& column : columns) result.push_back(std::move(column.best));
  return result;
}

}  // namespace

double largest_share(const CertifiedFactor& factor, const std::vector<double>& r, Index begin) {
  double largest = 0;
  for (Index k = 0; k < std::ssize(r); ++k)
    largest = std::max(largest, std::fabs(r[k]) / factor.diagonal_root(begin + k));
  return largest;
}

double bound_of_rest(const CertifiedFactor& factor, const std::vector<double>& z, double off) {
  double squares = 0;
  for (const double entry : z) squares += entry * entry;
  const double growth = bound_slack * rounding_growth(factor.factor.in + 4);
  return bound_slack * (std::sqrt(squares) * (1 + growth * factor.inverse_norm) + factor.inverse_norm * off);
}

std::vector<SchurColumn> schur_columns(const CertifiedFactor& factor, const HessianProduct& hessian,
                                       const std::vector<Index>& steps) {
  std::vector<Refinement> columns(steps.size());
  for (std::size_t k = 0; k < steps.size(); ++k) {
    columns[k].u.resize(static_cast<std::size_t>(factor.factor.in));
    columns[k].u[steps[k]] = {1, 0};
    columns[k].best.step = steps[k];
    columns[k].best.begin = steps[k] + 1;
  }
  return refined(factor, hessian, std::move(columns));
}

std::vector<SchurColumn> compensating_columns(const CertifiedFactor& factor, const HessianProduct& hessian,
                                              Index begin, const std::vector<Index>& steps, double goal) {
  std::vector<Refinement> columns(steps.size());
  for (std::size_t k = 0; k < steps.size(); ++k) {
    columns[k].u.resize(static_cast<std::size_t>(factor.factor.in));
    columns[k].best.step = steps[k];
    columns[k].best.begin = begin;
    columns[k].goal = goal;
  }
  // The first vectors are 0, and so are the products with them.
  const PairVector zeros(static_cast<std::size_t>(factor.factor.in));
  optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(columns), [&](Index k) {
    refine(factor, hessian, zeros, columns[k]);
  });
  return refined(factor, hessian, std::move(columns));
}

}  // namespace quantcheck::check
