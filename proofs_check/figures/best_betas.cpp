#include <cmath>

#include <quantcheck/proofs_check/figures/gaussian.h>
#include <quantcheck/proofs_check/figures/measure.h>
#include <quantcheck/proofs_check/figures/weighted_mean.h>
#include <quantcheck/proofs_check/report/format.h>
#include <quantcheck/reference/nestquant/best_betas.h>
#include <quantcheck/reference/nestquant/rate.h>

namespace quantcheck::check {
namespace {

using reference::BetaChoice;
using reference::BetaSearch;
using reference::CellRepair;
using reference::NestedBlock;
using reference::ScaledCodes;

// Another training sample may choose a neighbouring candidate, which changes the error by up to 1/100 of it,
// and what the index costs by up to some 1/50 of a bit.
constexpr double share_of_training = 0.01;
constexpr double bits_of_training = 0.02;

// NestQuantM's largest beta varies most, between 10 and 11.25 by q.
constexpr double cheaper_share_of_training = 0.02;

// q beta = 2, 2.25, ..., 12.
ScaledCodes<double> candidates(Code q, CellRepair repair) {
  ScaledCodes<double> codes{q, {}, repair};
  for (int quarters = 8; quarters <= 48; ++quarters)
    codes.beta.push_back(quarters / (4 * static_cast<double>(q)));
  return codes;
}

BetaSearch<double> trained(const FigureRun& run, const ScaledCodes<double>& codes, const std::string& name) {
  const auto m = static_cast<Index>(codes.beta.size());
  BetaSearch<double> search(m);
  GaussianBlocks draw(run.draw("training/" + name));
  std::vector<double> errors(codes.beta.size());
  std::vector<bool> overloads(codes.beta.size());
  for (Index k = 0; k < run.sample.training_blocks; ++k) {
    run.tell(("training betas for " + name).c_str(), k, run.sample.training_blocks);
    const WeightedBlock block = draw();
    for (Index i = 0; i < m; ++i) {
      const NestedBlock<double> encoded = encode_block(block.x, i, codes);
      errors[i] = block.weight * encoded.squared_error;
      overloads[i] = encoded.overload;
    }
    search.add(errors, overloads);
  }
  return search;
}

ScaledCodes<double> chosen(const ScaledCodes<double>& codes, const BetaSearch<double>& search, Index k) {
  ScaledCodes<double> result{codes.q, {}, codes.repair};
  for (const Index i : search.best(k).chosen) result.beta.push_back(codes.beta[i]);
  return result;
}

struct Measured {
  WeightedMean error;
  WeightedMean first_extra;  // of first-beta
  std::vector<Index> taken;
};

Measured measured(const FigureRun& run, const ScaledCodes<double>& codes, const std::string& name,
                  bool with_first) {
  Measured result;
  result.taken.resize(codes.beta.size());
  GaussianBlocks draw(run.draw("test/" + name));
  for (Index k = 0; k < run.sample.blocks; ++k) {
    run.tell(("betas for " + name).c_str(), k, run.sample.blocks);
    const WeightedBlock block = draw();
    const NestedBlock<double> opt = encode_block(block.x, codes, BetaChoice::opt);
    result.error.add(opt.squared_error / 8, block.weight);
    if (block.plain) ++result.taken[opt.beta_index];
    if (!with_first) continue;
    const double first = encode_block(block.x, codes, BetaChoice::first).squared_error;
    result.first_extra.add((first - opt.squared_error) / 8, block.weight);
  }
  return result;
}

std::string betas_of(const ScaledCodes<double>& codes) {
  std::string words;
  for (const double beta : codes.beta)
    words += (words.empty() ? "" : ", ") + format("%.2f", beta * static_cast<double>(codes.q));
  return "{" + words + "} / " + std::to_string(codes.q);
}

Figure error_figure(const std::string& id, const std::string& words, const WeightedMean& error, double known,
                    const char* shown, double half_digit, double share = share_of_training) {
  return {id,
          words,
          error.mean(),
          error.standard_error(),
          6,
          Known{known, shown, half_digit, error.standard_error_of(source_blocks), share * known}};
}

struct KnownFour {
  Code q;
  double error;
  const char* error_shown;
  double rate;
  const char* rate_shown;
  double rate_with_entropy;
  const char* rate_with_entropy_shown;
};
constexpr KnownFour fours[] = {{8, .018521, ".018521", 3.250, "3.250", 3.204, "3.204"},
                               {10, .011721, ".011721", 3.572, "3.572", 3.524, "3.524"},
                               {12, .008115, ".008115", 3.835, "3.835", 3.780, "3.780"},
                               {14, .005902, ".005902", 4.057, "4.057", 4.020, "4.020"},
                               {16, .004500, ".004500", 4.250, "4.250", 4.199, "4.199"}};

struct KnownCount {
  Index k;
  double error;
  const char* shown;
};
constexpr KnownCount counts[] = {
    {1, .01971, ".01971"}, {2, .00865, ".00865"}, {3, .00670, ".00670"}, {8, .00476, ".00476"}};

struct KnownCheaper {
  Code q;
  double error;
  const char* shown;
};
constexpr KnownCheaper cheapers[] = {{14, .00742, ".00742"}, {16, .00569, ".00569"}};

std::string name_of(Code q) { return "q = " + std::to_string(q); }

void add_counts(const FigureRun& run, const ScaledCodes<double>& all, const BetaSearch<double>& search,
                Figures& figures) {
  for (const KnownCount& known : counts) {
    const ScaledCodes<double> codes = chosen(all, search, known.k);
    const std::string name = name_of(all.q) + ", k = " + std::to_string(known.k);
    const Measured result = measured(run, codes, name, false);
    figures.figures.push_back(error_figure("betas/" + std::to_string(known.k),
                                           "MSE, " + name + ", betas " + betas_of(codes), result.error,
                                           known.error, known.shown, 5e-6));
  }
}

TrainedCodes add_four(const FigureRun& run, const KnownFour& known, Figures& figures) {
  const std::string name = name_of(known.q);
  const std::string id = "/q" + std::to_string(known.q);
  const ScaledCodes<double> all = candidates(known.q, reference::farthest<Code>);
  const BetaSearch<double> search = trained(run, all, name);
  const ScaledCodes<double> codes = chosen(all, search, 4);
  const Measured result = measured(run, codes, name, true);
  TrainedCodes trained_codes{codes, reference::bits_per_value(known.q, 4),
                             reference::bits_per_value_with_entropy(known.q, result.taken),
                             result.error.mean()};
  std::vector<Figure>& to = figures.figures;
  to.push_back(error_figure("best" + id, "MSE, " + name + ", best four betas " + betas_of(codes),
                            result.error, known.error, known.error_shown, 5e-7));
  to.push_back({"rate" + id, "Bits a value, " + name, trained_codes.rate, 0, 4,
                Known{known.rate, known.rate_shown, .0005}});
  to.push_back({"entropy" + id, "Bits a value with the index at its entropy, " + name,
                trained_codes.rate_with_entropy, 0, 4,
                Known{known.rate_with_entropy, known.rate_with_entropy_shown, .0005, 0, bits_of_training}});
  const double percent = 100 / result.error.mean();
  to.push_back({"first" + id, "First-beta's extra MSE in percent, " + name,
                percent * result.first_extra.mean(), percent * result.first_extra.standard_error(), 2,
                Known{3.5, "1 .. 6", 3}});
  if (known.q == 14) add_counts(run, all, search, figures);
  return trained_codes;
}

void add_cheaper(const FigureRun& run, const KnownCheaper& known, Figures& figures) {
  const std::string name = "NestQuantM, " + name_of(known.q);
  const ScaledCodes<double> all = candidates(known.q, reference::first_coordinate);
  const ScaledCodes<double> codes = chosen(all, trained(run, all, name), 4);
  const Measured result = measured(run, codes, name, false);
  figures.figures.push_back(error_figure(
      "nestquantm/q" + std::to_string(known.q), "MSE, " + name + ", best four betas " + betas_of(codes),
      result.error, known.error, known.shown, 5e-6, cheaper_share_of_training));
}

}  // namespace

std::vector<TrainedCodes> add_best_betas(const FigureRun& run, Figures& figures) {
  std::vector<TrainedCodes> result;
  Series points{"NestQuant, q = 8 .. 16, four betas", Series::Shape::points, {}};
  Series with_entropy{"the same, beta index at its entropy", Series::Shape::points, {}};
  for (const KnownFour& known : fours) {
    result.push_back(add_four(run, known, figures));
    points.points.push_back({result.back().rate, result.back().error});
    with_entropy.points.push_back({result.back().rate_with_entropy, result.back().error});
  }
  for (const KnownCheaper& known : cheapers) add_cheaper(run, known, figures);
  figures.series.push_back(points);
  figures.series.push_back(with_entropy);
  return result;
}

}  // namespace quantcheck::check
