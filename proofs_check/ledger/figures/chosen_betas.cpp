#include <quantcheck/proofs_check/ledger/figures/chosen_betas.h>

#include <utility>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/quantize/beta_trials.h>

namespace quantcheck::check::ledger {
namespace {

TrainingSample sample_of(std::vector<BetaTrial> trials) {
  reference::FirstBetaProgram<double> program(std::ssize(trials));
  add_blocks(program, trials);
  std::vector<std::vector<double>> errors;
  errors.reserve(trials.size());
  for (BetaTrial& trial : trials) errors.push_back(std::move(trial.squared_error));
  return {std::move(program), reference::OptBetaSearch<double>(std::move(errors))};
}

void tell_of_choice(const FigureRun& run, const std::string& name, Index done, Index total) {
  run.tell(("choosing betas for " + name).c_str(), done, total);
}

}  // namespace

TrainingSample training_sample(const FigureRun& run, const ScaledCodes<double>& candidates,
                               const std::string& name) {
  const Index blocks = run.sample.training_blocks;
  std::vector<float> values;
  std::vector<double> weights;
  GaussianBlocks draw(run.draw("training/" + name));
  for (Index k = 0; k < blocks; ++k) {
    tell_of_choice(run, name, k, blocks);
    const WeightedBlock block = draw();
    for (const double x : block.x) values.push_back(static_cast<float>(x));
    weights.push_back(block.weight);
  }
  const std::vector<float> betas(candidates.beta.begin(), candidates.beta.end());
  std::vector<BetaTrial> trials = beta_trials(values, candidates.q, betas, {});
  for (BetaTrial& trial : trials)
    for (Index k = 0; k < blocks; ++k) trial.squared_error[k] *= weights[k];
  return sample_of(std::move(trials));
}

TrainingSample cheaper_training_sample(const FigureRun& run, const ScaledCodes<double>& candidates,
                                       reference::CellRepair repair, const std::string& name) {
  const Index blocks = run.sample.cheaper_training_blocks;
  std::vector<BetaTrial> trials(candidates.beta.size());
  GaussianBlocks draw(run.draw("training/" + name));
  for (Index k = 0; k < blocks; ++k) {
    tell_of_choice(run, name, k, blocks);
    const WeightedBlock block = draw();
    for (std::size_t i = 0; i < trials.size(); ++i) {
      const auto encoded = reference::encode_block(block.x, static_cast<Index>(i), candidates, repair);
      trials[i].squared_error.push_back(block.weight * encoded.squared_error);
      trials[i].overload.push_back(encoded.overload ? 1 : 0);
    }
  }
  return sample_of(std::move(trials));
}

Betas betas_for_first_beta(const TrainingSample& sample, Index k) { return sample.program.best(k).chosen; }

Betas betas_for_opt_beta(const TrainingSample& sample, Index k) {
  return sample.search.from(betas_for_first_beta(sample, k)).chosen;
}

}  // namespace quantcheck::check::ledger
