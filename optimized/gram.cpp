#include <algorithm>
#include <cmath>
#include <string>

#include <quantcheck/optimized/checks/matrix.h>
#include <quantcheck/optimized/dispatch/select.h>
#include <quantcheck/optimized/gram.h>
#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/parallel/stop.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/words.h>

namespace quantcheck::optimized {
namespace {

constexpr Index samples_together = 2 * block_columns;  // samples that are converted to double at a time
constexpr Index tile = 128;                            // rows and columns of the result for each task

template <class T>
void check(const MatrixView<const T>& x) {
  if (!is_there(x))
    throw Error("the activations are not there, or overlap: " + shape(x.rows, x.cols, x.stride));
  for (Index sample = 0; sample < x.rows; ++sample)
    for (Index i = 0; i < x.cols; ++i)
      if (!std::isfinite(x(sample, i)))
        throw Error("the activation at sample " + std::to_string(sample) + ", input " + std::to_string(i) +
                    " is not finite");
}

// Writes columns first .. first + count - 1 of samples begin .. end - 1, sample after sample, with 0 for
// columns beyond the matrix.
template <class T>
void convert(const MatrixView<const T>& x, Index begin, Index end, Index first, Index count, double* to) {
  for (Index sample = begin; sample < end; ++sample)
    for (Index i = first; i < first + count; ++i)
      *to++ = i < x.cols ? static_cast<double>(x(sample, i)) : 0.0;
}

template <class T>
SquareMatrix gram_of(const MatrixView<const T>& activations, const Execution& execution) {
  const DefaultEnvironment environment;
  check(activations);
  const Kernels& kernels = kernels_of(execution);
  Team& team = team_of(thread_count(execution.threads));
  const Index in = activations.cols;
  const Index padded = round_up(in, strip_rows<double>);
  SquareMatrix result{in, padded, Buffer<double>(padded * padded)};
  const Index room = std::min(samples_together, activations.rows);
  Buffer<double> strips(padded * room);
  Buffer<double> panels(padded * room);
  const Index bands = (padded + tile - 1) / tile;
  double* entries = result.entries.data();
  std::fill_n(entries, padded * padded, 0.0);

  bool stopped = false;  // written by the caller's thread, and read when all have waited after that
  team.run([&](int rank) {
    for (Index begin = 0; begin < activations.rows; begin += samples_together) {
      const Index end = std::min(begin + samples_together, activations.rows);
      if (rank == 0) stopped = is_stopped();
      for (Index s = team.next(); s < padded / strip_rows<double>; s = team.next()) {
        convert(activations, begin, end, s * strip_rows<double>, strip_rows<double>,
                strips.data() + s * strip_rows<double> * room);
        for (Index p = 2 * s; p < 2 * s + 2; ++p)
          convert(activations, begin, end, p * panel_columns, panel_columns,
                  panels.data() + p * panel_columns * room);
      }
      team.wait();
      if (stopped) return;
      // Each task adds to row j of the result, at columns i >= j. Strips hold columns i of X, panels hold
      // columns j.
      for (Index task = team.next(); task < bands * bands; task = team.next()) {
        const Index first = task / bands * tile;
        const Index from = task % bands * tile;
        if (first < from) continue;
        for (Index k = begin; k < end; k += block_columns)
          for (Index j = from; j < std::min(from + tile, padded); j += panel_columns)
            for (Index i = first; i < std::min(first + tile, padded); i += strip_rows<double>)
              kernels.add_products(strips.data() + i * room + (k - begin) * strip_rows<double>,
                                   panels.data() + j * room + (k - begin) * panel_columns,
                                   std::min(block_columns, end - k), entries + j * padded + i, padded);
      }
      team.wait();
    }
    for (Index j = team.next(); j < in; j = team.next())
      for (Index i = 0; i < j; ++i) entries[j * padded + i] = entries[i * padded + j];
  });
  end_if_stopped();
  return result;
}

}  // namespace

SquareMatrix gram(MatrixView<const float> activations, const Execution& execution) {
  return gram_of(activations, execution);
}

SquareMatrix gram(MatrixView<const double> activations, const Execution& execution) {
  return gram_of(activations, execution);
}

Index roundings_of_gram(Index samples) {
  return block_columns + (samples + block_columns - 1) / block_columns;
}

}  // namespace quantcheck::optimized
