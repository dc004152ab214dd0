// The groups of figures.
#pragma once

#include <quantcheck/proofs_check/figures/figures.h>
#include <quantcheck/reference/nestquant/scaled_codes.h>

namespace quantcheck::check {

/// Blocks that arXiv 2502.09720 estimates its figures of beta codes from.
inline constexpr double source_blocks = 400000;

/// What every group is given. `draw(id)` is the generator of a group's own.
struct FigureRun {
  const Seed& seed;
  const FigureSample& sample;
  const Progress& progress;

  std::mt19937_64 draw(const std::string& id) const { return generator_of(seed, "figures/" + id); }
  void tell(const char* stage, Index done, Index total) const {
    if (progress && done % 1024 == 0) progress(stage, done, total);
  }
};

/// Betas trained for one nesting ratio, and what they come to.
struct TrainedCodes {
  reference::ScaledCodes<double> codes;
  double rate;               // bits a value
  double rate_with_entropy;  // of the beta index
  double error;              // mean squared
};

/// MSE of published betas, and how often each overloads.
void add_published_betas(const FigureRun& run, Figures& figures);

/// The best four betas at several nesting ratios, k betas at q = 14, NestQuantM's; the trained codes.
std::vector<TrainedCodes> add_best_betas(const FigureRun& run, Figures& figures);

/// The error of products of Gaussian matrices.
void add_products(const FigureRun& run, const std::vector<TrainedCodes>& trained, Figures& figures);

/// The second moment of E8's cell, and what is outside multiples of it.
void add_cells(const FigureRun& run, Figures& figures);

/// Scalar quantizers, and the curves of the plot.
void add_scalars(const FigureRun& run, Figures& figures);

}  // namespace quantcheck::check
