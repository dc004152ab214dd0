#include <algorithm>
#include <atomic>
#include <string>

#include <quantcheck/optimized/checks/factor.h>
#include <quantcheck/optimized/dispatch/select.h>
#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/parallel/stop.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/triangular_solves.h>

namespace quantcheck::optimized {
namespace {

constexpr Index width = strip_rows<double>;

using Solve = void (*)(const Panels<const double>&, Index begin, Index in, double* x);

std::vector<double> solve(const DoubleFactor& factor, Index begin, const std::vector<double>& r,
                          const Solve& kernel) {
  check_factor(factor);
  if (begin < 0 || begin >= factor.in || std::ssize(r) != factor.in - begin)
    throw Error("a right-hand side of " + std::to_string(r.size()) + " entries from position " +
                std::to_string(begin) + " on, for a factor of " + std::to_string(factor.in) + " inputs");
  std::vector<double> x(round_up(factor.in, width), 0.0);
  std::copy(r.begin(), r.end(), x.begin() + begin);
  kernel({factor.panels.data()}, begin, std::ssize(x), x.data());
  return {x.begin() + begin, x.begin() + factor.in};
}

}  // namespace

// Row i of N is the solution of n U = the i-th unit vector, summed like a residual (residuals.cpp). Divided
// by the factors of all additions, so that the unit vector has none (Higham, Accuracy and Stability of
// Numerical Algorithms, 2nd ed., Lemma 8.4), a term has those of its chain and of the additions before its
// own, and n_ij those of all ceil(in / 256) of them at most: no more than roundings_of_residual(in).
std::vector<double> absolute_inverse_times(const DoubleFactor& factor, const std::vector<double>& x,
                                           const Execution& execution) {
  const DefaultEnvironment environment;
  check_factor(factor);
  if (std::ssize(x) != factor.in)
    throw Error("a vector of " + std::to_string(x.size()) + " entries for a factor of " +
                std::to_string(factor.in) + " inputs");
  const Kernels& kernels = kernels_of(execution);
  Team& team = team_of(thread_count(execution.threads));
  const Index padded = round_up(factor.in, width);
  const Index all_strips = padded / width;
  const Index together = padded >= 2048 ? 8 : 2;  // few strips make for many tasks, many for few reads of U
  const Index stride = (padded + panel_columns) * width;
  const Index room = together * (stride + panel_columns * width);
  Buffer<double> scratch(room * team.size());
  std::vector<double> padded_x = x;
  padded_x.resize(padded, 0.0);
  std::vector<double> result(padded);
  std::atomic<bool> stopped = false;
  team.run([&](int rank) {
    double* rows = scratch.data() + rank * room;
    for (Index first = team.next() * together; first < all_strips && !stopped;
         first = team.next() * together) {
      if (rank == 0 && is_stopped()) stopped = true;
      kernels.sum_inverse_rows({factor.panels.data()}, padded, first, std::min(together, all_strips - first),
                               {rows, stride}, rows + together * stride, padded_x.data(), result.data());
    }
  });
  end_if_stopped();
  result.resize(factor.in);
  return result;
}

std::vector<double> solve_trailing(const DoubleFactor& factor, Index begin, const std::vector<double>& r,
                                   const Execution& execution) {
  const DefaultEnvironment environment;
  return solve(factor, begin, r, kernels_of(execution).solve_trailing);
}

std::vector<double> solve_trailing_transposed(const DoubleFactor& factor, Index begin,
                                              const std::vector<double>& r, const Execution& execution) {
  const DefaultEnvironment environment;
  return solve(factor, begin, r, kernels_of(execution).solve_trailing_transposed);
}

}  // namespace quantcheck::optimized
