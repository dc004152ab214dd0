#include <algorithm>
#include <atomic>
#include <string>

#include <quantcheck/optimized/checks/factor.h>
#include <quantcheck/optimized/checks/matrix.h>
#include <quantcheck/optimized/dispatch/select.h>
#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/parallel/stop.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/residuals.h>
#include <quantcheck/optimized/words.h>

namespace quantcheck::optimized {
namespace {

constexpr Index strip_width = strip_rows<double>;
constexpr Index strips_of_task = 16;  // of a task: their block of 256 positions stays in a core's cache

// Two copies of some strips of rows, one of which is negated.
struct Errors {
  Strips<double> negated;
  Strips<double> plain;
};

// Positions are copied some at a time, so that their lines of lanes stay in the cache until all rows of the
// strip are there.
constexpr Index positions_together = 64;

void pack(const MatrixView<const double>& errors, Index first_row, Index strips, Index padded,
          const Errors& to) {
  for (Index s = 0; s < strips; ++s)
    for (Index begin = 0; begin < padded; begin += positions_together)
      for (Index lane = 0; lane < strip_width; ++lane) {
        const Index row = first_row + s * strip_width + lane;
        const Index count = row < errors.rows ? errors.cols : 0;
        for (Index j = begin; j < std::min(begin + positions_together, padded); ++j) {
          const double error = j < count ? errors(row, j) : 0.0;
          to.negated.strip(s)[j * strip_width + lane] = -error;
          to.plain.strip(s)[j * strip_width + lane] = error;
        }
      }
}

// Writes the positions from `first` on.
void unpack(const Strips<double>& from, Index first, Index first_row, Index strips,
            const MatrixView<double>& to) {
  for (Index s = 0; s < strips; ++s)
    for (Index begin = 0; begin < to.cols; begin += positions_together)
      for (Index lane = 0; lane < std::min(strip_width, to.rows - first_row - s * strip_width); ++lane)
        for (Index j = begin; j < std::min(begin + positions_together, to.cols); ++j)
          to(first_row + s * strip_width + lane, j) = from.strip(s)[(first + j) * strip_width + lane];
}

void check(const DoubleFactor& factor, const MatrixView<const double>& errors, bool fit) {
  check_factor(factor);
  if (!is_there(errors) || !fit)
    throw Error("the errors are not there, overlap, or do not fit a factor of " + std::to_string(factor.in) +
                " inputs: " + shape(errors.rows, errors.cols, errors.stride));
}

Buffer<double> multiply(const DoubleFactor& factor, const MatrixView<const double>& errors, Index from,
                        Index within, const Execution& execution) {
  const Kernels& kernels = kernels_of(execution);
  Team& team = team_of(thread_count(execution.threads));
  const Index columns = errors.cols - from;
  Buffer<double> result(errors.rows * columns);
  const MatrixView<double> to{result.data(), errors.rows, columns, columns};
  const Index padded = round_up(errors.cols, strip_width);
  const Index all_strips = (errors.rows + strip_width - 1) / strip_width;
  const Index together = std::clamp<Index>((all_strips + team.size() - 1) / team.size(), 1, strips_of_task);
  // The stride is no power of two, since the same place of every strip would then fall into the same sets of
  // the cache.
  const Index stride = (padded + panel_columns) * strip_width;
  Buffer<double> scratch(2 * together * stride * team.size());
  std::atomic<bool> stopped = false;
  team.run([&](int rank) {
    double* own = scratch.data() + 2 * together * stride * rank;
    const Errors strips{{own, stride}, {own + together * stride, stride}};
    for (Index first = team.next() * together; first < all_strips && !stopped;
         first = team.next() * together) {
      if (rank == 0 && is_stopped()) stopped = true;
      const Index count = std::min(together, all_strips - first);
      pack(errors, first * strip_width, count, padded, strips);
      kernels.add_error_products({factor.panels.data()}, from, padded, within, strips.negated, count,
                                 strips.plain);
      unpack(strips.plain, from, first * strip_width, count, to);
    }
  });
  end_if_stopped();
  return result;
}

}  // namespace

Buffer<double> residuals(const DoubleFactor& factor, MatrixView<const double> errors,
                         const Execution& execution) {
  const DefaultEnvironment environment;
  check(factor, errors, errors.cols == factor.in);
  return multiply(factor, errors, 0, 0, execution);
}

Buffer<double> residuals_from(const DoubleFactor& factor, MatrixView<const double> errors, Index from,
                              const Execution& execution) {
  const DefaultEnvironment environment;
  check(factor, errors, errors.cols <= factor.in && 0 <= from && from < errors.cols);
  return multiply(factor, errors, from, 0, execution);
}

Buffer<double> residuals_within(const DoubleFactor& factor, MatrixView<const double> errors, Index within,
                                const Execution& execution) {
  const DefaultEnvironment environment;
  if (within < 1 || within % panel_columns != 0)
    throw Error("blocks of " + std::to_string(within) + " columns: not a positive multiple of 8");
  check(factor, errors, errors.cols == factor.in);
  return multiply(factor, errors, 0, within, execution);
}

// A term passes at most min(256, in - 1) fused operations of its chain, and then the additions of its own
// block and of those after it, of which there are ceil(in / 256) at most; e_j passes only the latter. The
// ones of the diagonal are stored as 0, and so is what is below it: those terms are exact zeros. Below the
// normal range each fused operation is off by another 2^-1075 at most, which later roundings hardly change.
Index roundings_of_residual(Index in) {
  return std::min(block_columns, in - 1) + (in + block_columns - 1) / block_columns;
}

}  // namespace quantcheck::optimized
