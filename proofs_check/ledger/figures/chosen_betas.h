// Betas chosen for a sample of lattice blocks from N(0, I).
#pragma once

#include <quantcheck/proofs_check/ledger/figures/beta_candidates.h>
#include <quantcheck/proofs_check/ledger/figures/measure.h>
#include <quantcheck/reference/nestquant/opt_beta_search.h>

namespace quantcheck::check::ledger {

/// A sample of lattice blocks, in the forms that the two ways of choosing betas need.
struct TrainingSample {
  reference::FirstBetaProgram<double> program;
  reference::OptBetaSearch<double> search;
};

/// A sample of FigureSample::training_blocks lattice blocks, each encoded at every candidate by the float32
/// kernels. `name` tells samples apart: it is part of their seed.
TrainingSample training_sample(const FigureRun& run, const ScaledCodes<double>& candidates,
                               const std::string& name);
/// A sample for another repair than the nearest point's, which the float32 kernels do not have. It consists
/// of FigureSample::cheaper_training_blocks lattice blocks, encoded by the reference.
TrainingSample cheaper_training_sample(const FigureRun& run, const ScaledCodes<double>& candidates,
                                       reference::CellRepair repair, const std::string& name);

/// The k betas that the dynamic program for first-beta chooses.
Betas betas_for_first_beta(const TrainingSample& sample, Index k);
/// k betas chosen by the error that opt-beta has on the sample. The search starts with betas_for_first_beta
/// and exchanges betas.
Betas betas_for_opt_beta(const TrainingSample& sample, Index k);

}  // namespace quantcheck::check::ledger
