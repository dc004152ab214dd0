#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/ledger/figures/gaussian.h>
#include <quantcheck/proofs_check/ledger/figures/measure.h>
#include <quantcheck/proofs_check/ledger/figures/theory.h>
#include <quantcheck/proofs_check/ledger/figures/weighted_mean.h>
#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/reference/rounding.h>

namespace quantcheck::check::ledger {
namespace {

constexpr double least_rate = 3;
constexpr double greatest_rate = 5;

// The mean squared error of a group that is rounded to integers up to `largest` in magnitude. The scale is
// the greatest magnitude of the group divided by `largest`.
double absmax_error(const std::vector<double>& group, int largest) {
  double most = 0;
  for (const double x : group) most = std::max(most, std::abs(x));
  const double scale = most / largest;
  double total = 0;
  for (const double x : group) {
    const double error = x - scale * reference::round_to_integer(x / scale, Rounding::half_even);
    total += error * error;
  }
  return total / static_cast<double>(group.size());
}

WeightedMean mean_absmax_error(const FigureRun& run, Index size, int bits) {
  Gaussian draw(run.draw(format("absmax/%td/%d", size, bits)));
  const Index groups = std::max<Index>(2, run.sample.blocks * 8 / size);
  WeightedMean mean;
  std::vector<double> group(static_cast<std::size_t>(size));
  for (Index k = 0; k < groups; ++k) {
    if (run.progress) run.progress("scalar quantizers", k, groups);
    for (double& x : group) x = draw();
    mean.add(absmax_error(group, (1 << (bits - 1)) - 1));
  }
  return mean;
}

template <class Distortion>
Series line(const char* words, Series::Shape shape, Distortion&& distortion) {
  return {words, shape, {{least_rate, distortion(least_rate)}, {greatest_rate, distortion(greatest_rate)}}};
}

}  // namespace

void add_scalars(const FigureRun& run, Figures& figures) {
  figures.figures.push_back({"scalar/uniform", "MSE, 16 equidistant levels, the best step",
                             best_uniform_error(16), 0, 6, Known{.01154, ".01154", KnownFrom::theory, 5e-6}});
  Series absmax{"INT, a scale of 16 bits for each 128", Series::Shape::points, {}};
  for (const int bits : {3, 4, 5}) {
    const WeightedMean error = mean_absmax_error(run, 128, bits);
    absmax.points.push_back({bits + 16.0 / 128, error.mean()});
    if (bits == 4)
      figures.figures.push_back({"scalar/absmax128", "MSE, INT4, scaled by the greatest of 128", error.mean(),
                                 error.standard_error(), 5, Known{.0138, ".0138", KnownFrom::project, 5e-5}});
  }
  const WeightedMean of_rows = mean_absmax_error(run, 4096, 4);
  figures.figures.push_back({"scalar/absmax4096", "MSE, INT4, scaled by the greatest of 4096", of_rows.mean(),
                             of_rows.standard_error(), 5, Known{.0249, ".0249", KnownFrom::project, 5e-5}});

  Series uniform{"scalar, uniform, the best step", Series::Shape::line, {}};
  for (Index levels = 8; levels <= 32; levels += 2)
    uniform.points.push_back({std::log2(static_cast<double>(levels)), best_uniform_error(levels)});
  figures.series.push_back(absmax);
  figures.series.push_back(uniform);
  figures.series.push_back(line("integers, entropy coded", Series::Shape::dashed,
                                [](double r) { return lattice_distortion(cube_second_moment, r); }));
  figures.series.push_back(line("E8, entropy coded", Series::Shape::line,
                                [](double r) { return lattice_distortion(e8_second_moment, r); }));
  figures.series.push_back(line("sphere bound in 8 dimensions", Series::Shape::dashed,
                                [](double r) { return lattice_distortion(ball_second_moment(), r); }));
  figures.series.push_back(line("Shannon's bound, 4^-R", Series::Shape::line, shannon_distortion));
}

}  // namespace quantcheck::check::ledger
