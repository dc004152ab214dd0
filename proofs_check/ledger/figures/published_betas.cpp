#include <quantcheck/proofs_check/ledger/figures/gaussian.h>
#include <quantcheck/proofs_check/ledger/figures/measure.h>
#include <quantcheck/proofs_check/ledger/figures/weighted_mean.h>
#include <quantcheck/reference/nestquant/scaled_codes.h>

namespace quantcheck::check::ledger {
namespace {

constexpr Code q = 14;

struct Published {
  const char* name;
  std::vector<double> times_q;
  double inverse_error;
  const char* shown;
  KnownFrom from;
  double half_digit;
};

// The default betas of the published code. Its constant for activations is 155; this project measured the
// other values with that code.
const std::vector<Published>& all_published() {
  static const std::vector<Published> all{
      {"activations", {3.47, 4.74, 6.90, 18.11}, 155, "155", KnownFrom::publication, 0.5},
      {"keys", {3.50, 4.58, 6.47, 17.06}, 158.0, "158.0", KnownFrom::project, 0.05},
      {"values", {3.53, 5.59, 9.62, 29.03}, 136.0, "136.0", KnownFrom::project, 0.05},
      {"weights", {4, 5.5, 7, 18}, 144.6, "144.6", KnownFrom::project, 0.05},
  };
  return all;
}

struct Rate {
  double value;
  double half_digit;
  const char* shown;
  int digits;
};
constexpr Rate overload_rates[] = {{.407, .0005, ".407", 4},
                                   {.0567, .00005, ".0567", 5},
                                   {.00014, .000005, ".00014", 6},
                                   {0, .000005, "0", 6}};

ScaledCodes<double> codes_of(const Published& published) {
  ScaledCodes<double> codes{q, {}};
  for (const double beta : published.times_q) codes.beta.push_back(beta / static_cast<double>(q));
  return codes;
}

}  // namespace

void add_published_betas(const FigureRun& run, Figures& figures) {
  const std::vector<Published>& all = all_published();
  std::vector<ScaledCodes<double>> codes;
  codes.reserve(all.size());
  for (const Published& published : all) codes.push_back(codes_of(published));
  std::vector<WeightedMean> errors(all.size());
  std::vector<WeightedMean> overloads(std::size(overload_rates));
  GaussianBlocks draw(run.draw("published"));
  for (Index k = 0; k < run.sample.blocks; ++k) {
    run.tell("published betas", k, run.sample.blocks);
    const WeightedBlock block = draw();
    for (std::size_t i = 0; i < all.size(); ++i)
      errors[i].add(reference::encode_block(block.x, codes[i], BetaChoice::opt).squared_error / 8,
                    block.weight);
    for (std::size_t p = 0; p < overloads.size(); ++p)
      overloads[p].add(reference::encode_block(block.x, static_cast<Index>(p), codes[0]).overload ? 1 : 0,
                       block.weight);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double mean = errors[i].mean();
    const double per_error = 1 / (mean * mean);  // the derivative of 1 / MSE by the MSE, up to the sign
    figures.figures.push_back(
        {std::string("published/") + all[i].name, std::string("1 / MSE, published betas for ") + all[i].name,
         1 / mean, errors[i].standard_error() * per_error, 2,
         Known{all[i].inverse_error, all[i].shown, all[i].from, all[i].half_digit,
               all[i].from == KnownFrom::project ? errors[i].standard_error_of(earlier_blocks) * per_error
                                                 : 0}});
  }
  for (std::size_t p = 0; p < overloads.size(); ++p) {
    const Rate& rate = overload_rates[p];
    figures.figures.push_back({"overload/" + std::to_string(p),
                               "Blocks that overload at activation beta " + std::to_string(p),
                               overloads[p].mean(), overloads[p].standard_error(), rate.digits,
                               Known{rate.value, rate.shown, KnownFrom::project, rate.half_digit,
                                     overloads[p].standard_error_of(earlier_blocks)}});
  }
}

}  // namespace quantcheck::check::ledger
