#include <quantcheck/proofs_check/diagnose/scales/fitted_scales.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <quantcheck/optimized/parallel/stop.h>
#include <quantcheck/proofs_check/diagnose/scales/changed_case.h>
#include <quantcheck/proofs_check/diagnose/scales/fit_evidence.h>
#include <quantcheck/proofs_check/diagnose/scales/scale_fit.h>
#include <quantcheck/proofs_check/diagnose/scales/scale_inequalities.h>
#include <quantcheck/proofs_check/diagnose/scales/scale_roundings.h>
#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check {

using reference::Matrix;
using reference::Vector;

namespace {

constexpr double widest_ratio = 8;            // of the ratio of a scale to the stored one
constexpr double certainly_inside = 0x1p-24;  // of a row that is left as it is
constexpr double worth_judging_fit = 1.0 / 256;
constexpr Index rows_looked_at_first = 8;
constexpr Index enough_rows_against = 8;
constexpr double moved_enough = 0.25;  // of the interval that rounds to a scale

// A hypothesis of what the stored scales are of those that the codes were made with.
struct Candidate {
  ScaleRounding rounding;
  std::vector<double> scale;  // out x groups
  double bits = 0;            // what the fit proves so far
  double moved = 0;           // the farthest from the stored scales, of the intervals
  Index rows_against = 0;  // in which no scales fit that the stored ones may be the rounding of, until enough
};

class RowsFitted {
 public:
  RowsFitted(const Case& c, const Matrix<double>& u) : c_(c), u_(u), in_use_(groups_in_use(c)) {
    std::vector<ScaleRounding> roundings = possible_roundings(c);
    const std::size_t places = c.grid.scale.size();
    roundings.push_back({"",
                         Direction::nearest,
                         "",
                         "",
                         {std::vector(places, 1 / widest_ratio), std::vector(places, widest_ratio)}});
    candidates_.reserve(roundings.size());
    for (ScaleRounding& each : roundings) candidates_.push_back({std::move(each), c.grid.scale});
  }

  // Whether some scales fit each of the first rows.
  bool fits_first(Index rows) {
    for (Index row = 0; row < std::min(rows, c_.layer.out); ++row)
      if (!add_row(row)) return false;
    return true;
  }

  std::vector<Candidate>& candidates() { return candidates_; }

 private:
  // Fits a row under each candidate. Returns false if no scales fit.
  bool add_row(Index row) {
    optimized::end_if_stopped();
    const ScaleInequalities inequalities = scale_inequalities(c_, u_, row);
    const Vector<double> stored = Vector<double>::Ones(inequalities.normals.cols());
    if ((inequalities.normals * stored - inequalities.limits).maxCoeff() <= certainly_inside) return true;
    Candidate& any = candidates_.back();
    fit(any, inequalities, row);
    if (any.rows_against > 0) return false;
    for (Candidate& each : candidates_)
      if (&each != &any && each.rows_against < enough_rows_against) fit(each, inequalities, row);
    return true;
  }

  void fit(Candidate& candidate, const ScaleInequalities& inequalities, Index row) const {
    const std::vector<std::size_t> places = places_of(row);
    const auto unknowns = static_cast<Index>(places.size());
    Vector<double> low(unknowns);
    Vector<double> high(unknowns);
    for (Index g = 0; g < unknowns; ++g) {
      low(g) = candidate.rounding.bounds.low[places[g]];
      high(g) = candidate.rounding.bounds.high[places[g]];
    }
    const std::optional<RowScales> found = fit_scales(inequalities, low, high, worth_judging_fit);
    if (!found) {
      ++candidate.rows_against;
      return;
    }
    for (Index g = 0; g < unknowns; ++g) {
      candidate.scale[places[g]] = found->scales(g) * c_.grid.scale[places[g]];
      candidate.moved = std::max(candidate.moved, std::fabs(found->near(g) - 1) / (high(g) - low(g)));
    }
    // A row that is outside by as little as rounding moves it shows nothing, and has made no attempts.
    const double bits = bits_of_decisions(inequalities, found->outside);
    if (bits > 0) candidate.bits += bits - bits_of_attempts(inequalities, low, high);
  }

  std::vector<std::size_t> places_of(Index row) const {
    std::vector<std::size_t> places;
    places.reserve(in_use_.size());
    for (std::size_t g = 0; g < in_use_.size(); ++g)
      if (in_use_[g]) places.push_back(static_cast<std::size_t>(row) * in_use_.size() + g);
    return places;
  }

  const Case& c_;
  const Matrix<double>& u_;
  std::vector<bool> in_use_;
  std::vector<Candidate> candidates_;  // the last: any scales
};

Index rows_against(const std::vector<Candidate>& all, const std::string& id, Direction direction) {
  for (const Candidate& each : all)
    if (each.rounding.id == id && each.rounding.direction == direction) return each.rows_against;
  return 0;
}

// Whether a candidate may be named, and whether it is proved.
struct Worth {
  bool named = false;
  bool proved = false;
};

Worth worth_of(const Candidate& candidate, const std::vector<Candidate>& all) {
  if (candidate.rows_against > 0) return {};
  const bool proved = candidate.bits >= fit_evidence_needed;
  const std::string& id = candidate.rounding.id;
  if (id.empty()) return {proved, proved};
  if (candidate.moved < moved_enough) return {};
  if (proved) return {true, true};
  // Another fault would move decisions of a row the other way as often, or leave its scales as they are: each
  // row that does not fit then halves the chance.
  const Direction direction = candidate.rounding.direction;
  const bool not_up =
      direction == Direction::up || rows_against(all, id, Direction::up) >= enough_rows_against;
  const bool not_down =
      direction == Direction::down || rows_against(all, id, Direction::down) >= enough_rows_against;
  return {not_up && not_down, false};
}

// How much the stored scales are of those found.
std::string ratio_words(const Case& c, const std::vector<double>& scale) {
  double least = widest_ratio;
  double greatest = 1 / widest_ratio;
  for (std::size_t i = 0; i < scale.size(); ++i) {
    const double ratio = c.grid.scale[i] / scale[i];
    least = std::min(least, ratio);
    greatest = std::max(greatest, ratio);
  }
  return format("%.4g to %.4g of them", least, greatest);
}

}  // namespace

std::optional<FoundScales> scales_from_codes(Search& search, const Matrix<double>& u) {
  if (!RowsFitted(search.screened(), u).fits_first(rows_looked_at_first)) return std::nullopt;
  const Case& c = search.subject();
  RowsFitted rows(c, u);
  if (!rows.fits_first(c.layer.out)) return std::nullopt;
  std::vector<Candidate>& all = rows.candidates();
  for (auto each = all.begin(); each != all.end(); ++each) {
    const Worth worth = worth_of(*each, all);
    if (!worth.named) continue;
    const ScaleRounding& rounding = each->rounding;
    const bool one_direction = std::all_of(all.begin(), all.end(), [&](const Candidate& other) {
      return other.rounding.id != rounding.id || other.rows_against > 0 ||
             other.rounding.words == rounding.words;
    });
    const std::string ratio = ratio_words(c, each->scale);
    const std::string relation = rounding.id.empty() ? ratio + ", in no regular way"
                                 : one_direction     ? rounding.words + " (" + ratio + ")"
                                                     : rounding.rounded + " (" + ratio + ")";
    Dialect dialect =
        with_changed_scales(c, rounding.id,
                            "with other scales, found from the codes, of which the stored ones are " +
                                relation + about_first_step(c),
                            std::move(each->scale));
    if (search.conforms(dialect)) return FoundScales{std::move(dialect), worth.proved};
  }
  return std::nullopt;
}

}  // namespace quantcheck::check
