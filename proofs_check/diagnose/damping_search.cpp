#include <quantcheck/proofs_check/diagnose/damping_search.h>

#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <quantcheck/proofs_check/cases/diagonal.h>
#include <quantcheck/proofs_check/diagnose/golden_section.h>
#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check {

using reference::approximate;
using reference::Rational;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// Powers of ten, in halves, of the shares of the mean diagonal that are looked at first.
constexpr int least_power = -14;
constexpr int greatest_power = 2;
constexpr int sections = 26;        // of the golden section
constexpr int most_digits = 6;      // of a value that is reported
constexpr double widest = 0.25;     // of the logarithm of a share, by which it is varied
constexpr double edge = 1e-4;       // to which the ends are found
constexpr double promising = 0.25;  // of the misfit as declared, which a damping has to come below

struct Shares {
  double low = 0;
  double high = 0;
};

// A number between the two that somebody may have chosen: the declared share times a small number of quarters,
// a power of two, or else the one with the fewest digits.
double chosen_between(const Shares& shares, double declared) {
  const auto [low, high] = shares;
  if (declared > 0)
    for (int quarters = 1; quarters <= 40; ++quarters)
      if (const double share = declared * quarters / 4; low <= share && share <= high) return share;
  if (const double power = std::exp2(std::floor(std::log2(high))); power >= low) return power;
  for (int digits = 1; digits < most_digits; ++digits)
    if (const double share = std::stod(format("%.*e", digits - 1, std::sqrt(low * high)));
        low <= share && share <= high)
      return share;
  return std::sqrt(low * high);
}

class Valley {
 public:
  Valley(Search& search, double mean) : search_(search), mean_(mean) {}

  // The sum of excesses where the damping is that share of the mean diagonal.
  double at(double share) {
    const std::optional<Misfit> misfit = search_.misfit(dialect(share));
    if (!misfit) return infinity;
    return misfit->sum;
  }

  double lowest() {
    double best = infinity;
    int place = least_power;
    for (int power = least_power; power <= greatest_power; ++power) {
      const double sum = at(std::pow(10.0, power / 2.0));
      if (sum < best) {
        best = sum;
        place = power;
      }
    }
    if (best == infinity) return 0;
    const auto at_power = [this](double power) { return at(std::pow(10.0, power)); };
    return std::pow(10.0, least_by_golden_section(at_power, (place - 1) / 2.0, (place + 1) / 2.0, sections));
  }

  // Shares on either side of this one, between which the codes fit as well or better.
  Shares around(double share) {
    const double least = at(share);
    const auto end = [&](double step) {
      double fits = share;
      for (double width = step; std::fabs(width) > edge; width /= 2) {
        const double next = fits * std::exp(width);
        if (at(next) <= least) fits = next;
      }
      return fits;
    };
    return {end(-widest), end(widest)};
  }

  Dialect dialect(double share) const {
    const Rational damping = reference::exact(share * mean_);
    return of_damping(search_.subject(), "damping:other", words(share), damping);
  }

 private:
  // The declared damping may have been a share of the mean diagonal over more columns than there are.
  std::string padded_words(double share) const {
    const double declared = approximate(search_.subject().declared.damping);
    const Index in = search_.subject().layer.in;
    for (const Index multiple : {Index{32}, Index{64}, Index{128}, Index{256}, Index{512}, Index{1024}}) {
      const Index padded = (in + multiple - 1) / multiple * multiple;
      const double expected = declared * static_cast<double>(in) / static_cast<double>(padded);
      if (padded != in && std::fabs(share * mean_ - expected) < 1e-3 * expected)
        return ", which is the declared one if the mean is taken over " + std::to_string(padded) +
               " columns, with padding";
    }
    return "";
  }

  std::string words(double share) const {
    return format("if the hessian is damped by %.7g of its mean diagonal (%.7g)", share, share * mean_) +
           padded_words(share);
  }

  Search& search_;
  double mean_;
};

}  // namespace

std::optional<Dialect> damping_that_fits(Search& search) {
  const double mean = approximate(relative_damping(search.subject(), Rational(1)));
  Valley valley(search, mean);
  const double lowest = valley.lowest();
  if (lowest == 0) return std::nullopt;
  const double sum = valley.at(lowest);
  if (search.declared() && !(sum < promising * search.declared()->sum)) return std::nullopt;
  const double declared = approximate(search.subject().declared.damping) / mean;
  for (const double share : {chosen_between(valley.around(lowest), declared), lowest}) {
    Dialect dialect = valley.dialect(share);
    if (search.conforms(dialect)) return dialect;
  }
  return std::nullopt;
}

}  // namespace quantcheck::check
