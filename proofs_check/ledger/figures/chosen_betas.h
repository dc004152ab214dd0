// Betas chosen for a sample of blocks from N(0, I).
#pragma once

#include <quantcheck/proofs_check/ledger/figures/beta_candidates.h>
#include <quantcheck/proofs_check/ledger/figures/measure.h>
#include <quantcheck/reference/nestquant/opt_beta_search.h>

namespace quantcheck::check::ledger {

/// A sample of blocks, and what serves it.
struct TrainingSample {
  reference::FirstBetaProgram<double> program;
  reference::OptBetaSearch<double> search;
};

/// Blocks at every candidate, `name` saying which sample it is: FigureSample::training_blocks of them, by the
/// float32 kernels; or, for another repair than the nearest point's, which these have not, those of
/// cheaper_training_blocks, by the reference.
TrainingSample training_sample(const FigureRun& run, const ScaledCodes<double>& candidates,
                               const std::string& name);
TrainingSample cheaper_training_sample(const FigureRun& run, const ScaledCodes<double>& candidates,
                                       reference::CellRepair repair, const std::string& name);

/// k betas of the dynamic program for first-beta; k betas by what opt-beta leaves of the sample, from those
/// on by exchanges.
Betas betas_for_first_beta(const TrainingSample& sample, Index k);
Betas betas_for_opt_beta(const TrainingSample& sample, Index k);

}  // namespace quantcheck::check::ledger
