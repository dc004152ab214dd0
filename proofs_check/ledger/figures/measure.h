// The groups of figures, each measured by one function.
#pragma once

#include <array>

#include <quantcheck/proofs_check/ledger/figures/figures.h>

namespace quantcheck::check::ledger {

/// The number of lattice blocks from which this project computed its earlier figures of betas.
inline constexpr double earlier_blocks = 400000;

/// q times the four betas of those figures, as far as they are recorded.
inline constexpr std::array<double, 4> given_times_q{3.25, 4.25, 5.25, 8};

/// The arguments of every group of figures. `draw(id)` makes a random generator of the group's own, and
/// `tell` reports progress at every 1024th item.
struct FigureRun {
  const Seed& seed;
  const FigureSample& sample;
  const Progress& progress;

  std::mt19937_64 draw(const std::string& id) const { return generator_of(seed, "figures/" + id); }
  void tell(const char* stage, Index done, Index total) const {
    if (progress && done % 1024 == 0) progress(stage, done, total);
  }
};

/// Adds the MSE of published betas, and how often each beta overloads.
void add_published_betas(const FigureRun& run, Figures& figures);

/// Adds the figures of betas chosen for opt-beta at several nesting ratios, of k betas at q = 14 and of
/// NestQuantM's betas; and the same figures at the betas of given_times_q.
void add_best_betas(const FigureRun& run, Figures& figures);

/// Adds the error of products of Gaussian matrices, with the betas of given_times_q.
void add_products(const FigureRun& run, Figures& figures);

/// Adds the second moment of E8's cell, and the Gaussian mass outside of multiples of the cell.
void add_cells(const FigureRun& run, Figures& figures);

/// Adds the errors of scalar quantizers, and the curves of the plot.
void add_scalars(const FigureRun& run, Figures& figures);

}  // namespace quantcheck::check::ledger
