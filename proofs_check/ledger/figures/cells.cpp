#include <quantcheck/proofs_check/ledger/figures/gaussian.h>
#include <quantcheck/proofs_check/ledger/figures/measure.h>
#include <quantcheck/proofs_check/ledger/figures/theory.h>
#include <quantcheck/proofs_check/ledger/figures/weighted_mean.h>
#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/reference/lattice/e8_nearest.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Block;
using reference::E8Point;

// Estimates the second moment from points that are uniform modulo 2 Z^8, which is contained in E8, and so
// modulo E8.
WeightedMean second_moment(const FigureRun& run) {
  std::mt19937_64 random = run.draw("second-moment");
  WeightedMean mean;
  for (Index k = 0; k < run.sample.mass_blocks; ++k) {
    run.tell("second moment", k, run.sample.mass_blocks);
    Block<double> x;
    for (double& value : x) value = 2 * uniform(random);
    const E8Point nearest = reference::nearest_e8(x);
    double square = 0;
    for (std::size_t i = 0; i < 8; ++i) {
      const double distance = x[i] - static_cast<double>(nearest.twice[i]) / 2;
      square += distance * distance;
    }
    mean.add(square / 8);
  }
  return mean;
}

struct KnownMass {
  double r;
  double e8;
  const char* e8_shown;
  double e8_half_digit;
  double cube;
  const char* cube_shown;
  double ball;
  const char* ball_shown;
  double ball_half_digit;
};
constexpr KnownMass masses[] = {{4, .1994, ".1994", 5e-5, .3110, ".3110", .1867, ".1867", 5e-5},
                                {5, .0298, ".0298", 5e-5, .0951, ".0951", .0243, ".0243", 5e-5},
                                {6, .00219, ".00219", 5e-6, .0214, ".0214", .00135, ".00135", 5e-6}};

}  // namespace

void add_cells(const FigureRun& run, Figures& figures) {
  const WeightedMean moment = second_moment(run);
  figures.figures.push_back({"cell/second-moment", "Second moment of E8's cell per dimension", moment.mean(),
                             moment.standard_error(), 7,
                             Known{e8_second_moment, "929/12960", KnownFrom::theory}});
  std::vector<WeightedMean> outside(std::size(masses));
  GaussianBlocks draw(run.draw("mass"));
  for (Index k = 0; k < run.sample.mass_blocks; ++k) {
    run.tell("mass outside the cell", k, run.sample.mass_blocks);
    const WeightedBlock block = draw();
    for (std::size_t i = 0; i < outside.size(); ++i)
      outside[i].add(reference::nearest_e8(block.x, masses[i].r) == E8Point() ? 0 : 1, block.weight);
  }
  for (std::size_t i = 0; i < outside.size(); ++i) {
    const KnownMass& mass = masses[i];
    const std::string id = format("/r%.0f", mass.r);
    const std::string volume = format(" of volume %.0f^8", mass.r);
    figures.figures.push_back({"mass-e8" + id, "Gaussian mass outside E8's cell" + volume, outside[i].mean(),
                               outside[i].standard_error(), 6,
                               Known{mass.e8, mass.e8_shown, KnownFrom::project, mass.e8_half_digit,
                                     outside[i].standard_error_of(earlier_blocks)}});
    figures.figures.push_back({"mass-cube" + id, "Gaussian mass outside a cube" + volume,
                               mass_outside_cube(mass.r), 0, 6,
                               Known{mass.cube, mass.cube_shown, KnownFrom::project, 5e-5}});
    figures.figures.push_back({"mass-ball" + id, "Gaussian mass outside a ball" + volume,
                               mass_outside_ball(mass.r), 0, 6,
                               Known{mass.ball, mass.ball_shown, KnownFrom::project, mass.ball_half_digit}});
  }
}

}  // namespace quantcheck::check::ledger
