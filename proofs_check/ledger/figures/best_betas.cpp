// Betas chosen for opt-beta at several nesting ratios, and the betas at which figures are known.
#include <cmath>

#include <quantcheck/proofs_check/ledger/figures/chosen_betas.h>
#include <quantcheck/proofs_check/ledger/figures/student.h>
#include <quantcheck/proofs_check/ledger/figures/weighted_mean.h>
#include <quantcheck/reference/nestquant/rate.h>

namespace quantcheck::check::ledger {
namespace {

constexpr Index four = 4;

// The mean squared error of a value, and for each beta how many of the plain lattice blocks took it.
struct Measured {
  WeightedMean error;
  std::vector<Index> taken;

  explicit Measured(const Betas& betas) : taken(betas.size()) {}
  void add(const BlockAtBetas::Taken& found, const WeightedBlock& block) {
    error.add(found.squared_error / 8, block.weight);
    if (block.plain) ++taken[found.place];
  }
};

// Visits the lattice blocks on which one choice of betas is measured: the blocks of the sample, divided by
// the number of choices.
template <class Visit>
void for_each_test_block(const FigureRun& run, const ScaledCodes<double>& candidates,
                         reference::CellRepair repair, const std::string& name, Visit&& visit) {
  const Index blocks = run.sample.blocks / run.sample.choices;
  GaussianBlocks draw(run.draw("test/" + name));
  for (Index k = 0; k < blocks; ++k) {
    run.tell(("betas for " + name).c_str(), k, blocks);
    const WeightedBlock block = draw();
    BlockAtBetas at_betas(block.x, candidates, repair);
    visit(at_betas, block);
  }
}

// The standard error, to first order, of the entropy of the beta index in bits a value, as estimated from
// `draws` lattice blocks of eight values.
double entropy_standard_error(const std::vector<Index>& taken, double draws) {
  double total = 0;
  for (const Index count : taken) total += static_cast<double>(count);
  double mean = 0;
  double square = 0;
  for (const Index count : taken) {
    const double share = static_cast<double>(count) / total;
    if (share == 0) continue;
    mean -= share * std::log2(share);
    square += share * std::log2(share) * std::log2(share);
  }
  return std::sqrt(std::fmax(0.0, square - mean * mean) / draws) / 8;
}

double total_of(const std::vector<Index>& taken) {
  double total = 0;
  for (const Index count : taken) total += static_cast<double>(count);
  return total;
}

Figure of_choices(const std::string& id, const std::string& words, const GroupMean& mean, int digits) {
  return {id, words, mean.mean(), mean.standard_error(), digits, {}, mean.degrees_of_freedom()};
}

// Figures that this project computed earlier, with the same betas.
struct KnownAtBetas {
  double error;
  const char* error_shown;
  double rate_with_entropy;
  const char* rate_shown;
};

struct Ratio {
  Code q;
  double rate;
  const char* rate_shown;
  std::optional<KnownAtBetas> at_given;
};

const Ratio ratios[] = {{8, 3.250, "3.250", KnownAtBetas{.018521, ".018521", 3.204, "3.204"}},
                        {10, 3.572, "3.572", KnownAtBetas{.011721, ".011721", 3.524, "3.524"}},
                        {12, 3.835, "3.835", {}},
                        {14, 4.057, "4.057", {}},
                        {16, 4.250, "4.250", KnownAtBetas{.004500, ".004500", 4.199, "4.199"}}};

// The numbers of betas, other than four, that are measured at q = 14.
constexpr Index other_counts[] = {1, 2, 3, 8};
constexpr Code ratio_of_counts = 14;

std::string name_of(Code q) { return "q = " + std::to_string(q); }

void add_given(const Ratio& ratio, const Betas& betas, const Measured& given, Figures& figures) {
  const std::string id = "/q" + std::to_string(ratio.q);
  const std::string words = name_of(ratio.q) + ", betas " + betas_words(betas, ratio.q);
  Figure error{"given" + id, "MSE, " + words, given.error.mean(), given.error.standard_error(), 6};
  Figure entropy{"given-entropy" + id, "Bits a value with the index at its entropy, " + words,
                 reference::bits_per_value_with_entropy(ratio.q, given.taken),
                 entropy_standard_error(given.taken, total_of(given.taken)), 4};
  if (const auto& known = ratio.at_given) {
    error.known = Known{known->error, known->error_shown, KnownFrom::project, 5e-7,
                        given.error.standard_error_of(earlier_blocks)};
    entropy.known = Known{known->rate_with_entropy, known->rate_shown, KnownFrom::project, 5e-4,
                          entropy_standard_error(given.taken, earlier_blocks)};
  }
  figures.figures.push_back(error);
  figures.figures.push_back(entropy);
}

struct Point {
  double rate;
  double rate_with_entropy;
  double error;
};

// The results at each choice of betas. Each choice has lattice blocks of its own, so that the results are
// independent.
struct OfChoices {
  GroupMean error;
  GroupMean rate_with_entropy;
  GroupMean first_extra;                         // extra MSE of first-beta with its own betas, in percent
  GroupMean program_extra;                       // extra MSE of opt-beta with those betas, in percent
  GroupMean of_counts[std::size(other_counts)];  // MSE
  Betas example;
  Betas program_example;
  Betas counts_example[std::size(other_counts)];
};

double percent_above(const WeightedMean& a, const WeightedMean& b) { return 100 * (a.mean() / b.mean() - 1); }

void measure_choice(const FigureRun& run, const ScaledCodes<double>& candidates, const std::string& name,
                    const Betas& given_betas, OfChoices& choices, Measured& given) {
  const TrainingSample sample = training_sample(run, candidates, name);
  const Betas best = betas_for_opt_beta(sample, four);
  const Betas program = betas_for_first_beta(sample, four);
  std::vector<Betas> of_counts;
  if (candidates.q == ratio_of_counts)
    for (const Index k : other_counts) of_counts.push_back(betas_for_opt_beta(sample, k));
  Measured opt(best);
  WeightedMean first;
  WeightedMean with_program;
  std::vector<WeightedMean> counted(of_counts.size());
  for_each_test_block(run, candidates, reference::farthest<Code>, name,
                      [&](BlockAtBetas& at_betas, const WeightedBlock& block) {
                        opt.add(at_betas.opt(best), block);
                        given.add(at_betas.opt(given_betas), block);
                        first.add(at_betas.first(program).squared_error / 8, block.weight);
                        with_program.add(at_betas.opt(program).squared_error / 8, block.weight);
                        for (std::size_t i = 0; i < counted.size(); ++i)
                          counted[i].add(at_betas.opt(of_counts[i]).squared_error / 8, block.weight);
                      });
  choices.error.add(opt.error.mean());
  choices.rate_with_entropy.add(reference::bits_per_value_with_entropy(candidates.q, opt.taken));
  choices.first_extra.add(percent_above(first, opt.error));
  choices.program_extra.add(percent_above(with_program, opt.error));
  choices.example = best;
  choices.program_example = program;
  for (std::size_t i = 0; i < counted.size(); ++i) {
    choices.of_counts[i].add(counted[i].mean());
    choices.counts_example[i] = of_counts[i];
  }
}

Point add_ratio(const FigureRun& run, const Ratio& ratio, Figures& figures) {
  const ScaledCodes<double> candidates = beta_candidates(ratio.q);
  const Betas given_betas = betas_at(given_times_q);
  const std::string name = name_of(ratio.q);
  const std::string id = "/q" + std::to_string(ratio.q);
  OfChoices choices;
  Measured given(given_betas);
  for (Index choice = 0; choice < run.sample.choices; ++choice)
    measure_choice(run, candidates, name + ", choice " + std::to_string(choice + 1), given_betas, choices,
                   given);

  std::vector<Figure>& to = figures.figures;
  const double rate = reference::bits_per_value(ratio.q, four);
  to.push_back({"rate" + id, "Bits a value, " + name, rate, 0, 4,
                Known{ratio.rate, ratio.rate_shown, KnownFrom::project, .0005}});
  add_given(ratio, given_betas, given, figures);
  to.push_back(of_choices(
      "best" + id,
      "MSE, " + name + ", four betas chosen for opt-beta, such as " + betas_words(choices.example, ratio.q),
      choices.error, 6));
  to.push_back(of_choices("entropy" + id,
                          "Bits a value with the index at its entropy, " + name + ", those betas",
                          choices.rate_with_entropy, 4));
  to.push_back(of_choices("first" + id,
                          "First-beta's extra MSE in percent, " + name +
                              ", with betas of its program, such as " +
                              betas_words(choices.program_example, ratio.q),
                          choices.first_extra, 2));
  to.push_back(of_choices("program" + id, "Opt-beta's extra MSE in percent, " + name + ", with those",
                          choices.program_extra, 2));
  for (std::size_t i = 0; ratio.q == ratio_of_counts && i < std::size(other_counts); ++i) {
    const Index k = other_counts[i];
    to.push_back(of_choices("betas/" + std::to_string(k),
                            "MSE, " + name + ", betas " + betas_words(choices.counts_example[i], ratio.q),
                            choices.of_counts[i], 6));
  }
  return {rate, choices.rate_with_entropy.mean(), choices.error.mean()};
}

// The betas of this project's earlier figure of NestQuantM, at q = 14.
constexpr std::array<double, 4> cheaper_times_q{3.5, 4.75, 6.25, 10};

void add_cheaper(const FigureRun& run, Code q, Figures& figures) {
  const std::string name = "NestQuantM, " + name_of(q);
  const std::string id = "/q" + std::to_string(q);
  const ScaledCodes<double> candidates = beta_candidates(q);
  const reference::CellRepair repair = reference::first_coordinate;
  const Betas given_betas = betas_at(cheaper_times_q);
  GroupMean error;
  WeightedMean given;
  Betas example;
  for (Index choice = 0; choice < run.sample.choices; ++choice) {
    const std::string of_choice = name + ", choice " + std::to_string(choice + 1);
    example = betas_for_opt_beta(cheaper_training_sample(run, candidates, repair, of_choice), four);
    WeightedMean of_best;
    for_each_test_block(run, candidates, repair, of_choice,
                        [&](BlockAtBetas& at_betas, const WeightedBlock& block) {
                          of_best.add(at_betas.opt(example).squared_error / 8, block.weight);
                          if (q == 14) given.add(at_betas.opt(given_betas).squared_error / 8, block.weight);
                        });
    error.add(of_best.mean());
  }
  if (q == 14)
    figures.figures.push_back(
        {"nestquantm-given" + id, "MSE, " + name + ", betas " + betas_words(given_betas, q), given.mean(),
         given.standard_error(), 6,
         Known{.00742, ".00742", KnownFrom::project, 5e-6, given.standard_error_of(earlier_blocks)}});
  figures.figures.push_back(of_choices(
      "nestquantm" + id, "MSE, " + name + ", four betas chosen for it, such as " + betas_words(example, q),
      error, 6));
}

}  // namespace

void add_best_betas(const FigureRun& run, Figures& figures) {
  Series points{"NestQuant, q = 8 .. 16, four betas", Series::Shape::points, {}};
  Series with_entropy{"the same, beta index at its entropy", Series::Shape::points, {}};
  for (const Ratio& ratio : ratios) {
    const Point point = add_ratio(run, ratio, figures);
    points.points.push_back({point.rate, point.error});
    with_entropy.points.push_back({point.rate_with_entropy, point.error});
  }
  for (const Code q : {14, 16}) add_cheaper(run, q, figures);
  figures.series.push_back(points);
  figures.series.push_back(with_entropy);
}

}  // namespace quantcheck::check::ledger
