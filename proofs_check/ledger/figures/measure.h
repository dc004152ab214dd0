// The groups of figures.
#pragma once

#include <array>

#include <quantcheck/proofs_check/ledger/figures/figures.h>

namespace quantcheck::check::ledger {

/// Blocks that this project computed its earlier figures of betas from.
inline constexpr double earlier_blocks = 400000;

/// q times the four betas of those figures, as far as they are recorded.
inline constexpr std::array<double, 4> given_times_q{3.25, 4.25, 5.25, 8};

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

/// MSE of published betas, and how often each overloads.
void add_published_betas(const FigureRun& run, Figures& figures);

/// Betas chosen for opt-beta at several nesting ratios, k of them at q = 14, NestQuantM's; the same figures
/// at the betas of given_times_q.
void add_best_betas(const FigureRun& run, Figures& figures);

/// The error of products of Gaussian matrices, with the betas of given_times_q.
void add_products(const FigureRun& run, Figures& figures);

/// The second moment of E8's cell, and what is outside multiples of it.
void add_cells(const FigureRun& run, Figures& figures);

/// Scalar quantizers, and the curves of the plot.
void add_scalars(const FigureRun& run, Figures& figures);

}  // namespace quantcheck::check::ledger
