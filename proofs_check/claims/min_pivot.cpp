#include <quantcheck/proofs_check/claims/min_pivot.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sstream>

#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {

using reference::Matrix;
using reference::Rational;

namespace {

Rational trace_of_pivots(const Matrix<Rational>& hessian, const Order& order) {
  return reference::udu(reference::permuted(hessian, order)).pivot.sum();
}

// X^T X + I for so many samples of whole numbers from -3 to 3, each input with a strength of at least 1.
Matrix<Rational> random_hessian_of(Index n, Index samples, Index max_strength, Dice& dice) {
  Matrix<Rational> x(samples, n);
  for (Index j = 0; j < n; ++j) {
    const Index strength = dice.between(1, max_strength);
    for (Index i = 0; i < samples; ++i) x(i, j) = strength * dice.between(-3, 3);
  }
  return reference::damped(reference::gram(x), Rational(1));
}

// How often one trace was below, equal to and above another, and the mean of the logarithm of their ratio.
struct Comparison {
  Index below = 0;
  Index equal = 0;
  Index above = 0;
  double sum = 0;
  double sum_of_squares = 0;

  void add(const Rational& a, const Rational& b) {
    ++(a < b ? below : a == b ? equal : above);
    const double log_ratio = std::log(reference::approximate(Rational(a / b)));
    sum += log_ratio;
    sum_of_squares += log_ratio * log_ratio;
  }
  Index count() const { return below + equal + above; }
};

constexpr double deviations = 2.5758;  // of 99% of a normal distribution, both sides

struct Interval {
  double low;
  double high;
};

// Of the probability that the trace is below, equal ones apart (E. B. Wilson, J. Amer. Statist. Assoc. 22
// (1927), 209-212).
Interval wilson(const Comparison& c) {
  const double n = static_cast<double>(std::max<Index>(c.below + c.above, 1));
  const double share = static_cast<double>(c.below) / n;
  const double z2 = deviations * deviations;
  const double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const double half = deviations / (1 + z2 / n) * std::sqrt(share * (1 - share) / n + z2 / (4 * n * n));
  return {centre - half, centre + half};
}

// Of the geometric mean of the ratio, by the normal approximation.
Interval mean_ratio(const Comparison& c) {
  const double n = static_cast<double>(c.count());
  const double mean = c.sum / n;
  const double variance = std::max(0.0, c.sum_of_squares / n - mean * mean) * n / std::max(n - 1, 1.0);
  const double half = deviations * std::sqrt(variance / n);
  return {std::exp(mean - half), std::exp(mean + half)};
}

std::string describe(const char* order, const Comparison& c) {
  const Interval share = wilson(c);
  const Interval ratio = mean_ratio(c);
  char text[200];
  std::snprintf(text, sizeof text,
                "below %s in %td of %td (%td equal; 99%% interval %.1f%% .. %.1f%% of the unequal), ratio "
                "%.4f .. %.4f",
                order, c.below, c.count(), c.equal, 100 * share.low, 100 * share.high, ratio.low, ratio.high);
  return text;
}

constexpr Index size_of_samples = 8;
constexpr Index size_of_exceptions = 4;
constexpr Index exceptions_tried = 5000;

Order natural_order_of(const Matrix<Rational>& hessian) { return reference::natural_order(hessian.rows()); }

struct OtherOrder {
  const char* name;
  Order (*of)(const Matrix<Rational>&);
};
constexpr OtherOrder others[] = {{"act-order", reference::act_order<Rational>},
                                 {"natural order", natural_order_of}};

struct Exception {
  Index tried = 0;
  std::string words;  // empty where there was none
};

// A small Hessian for which min-pivot has the greater trace. About one in a hundred has.
Exception exception(const OtherOrder& other, std::mt19937_64& random) {
  for (Index k = 0; k < exceptions_tried; ++k) {
    Dice dice(random());
    const Matrix<Rational> h = random_hessian_of(size_of_exceptions, size_of_exceptions, 1, dice);
    const Rational min_pivot = trace_of_pivots(h, reference::min_pivot_order(h));
    const Rational trace = trace_of_pivots(h, other.of(h));
    if (min_pivot <= trace) continue;
    std::ostringstream words;
    words << "tr D is " << min_pivot << " = " << reference::approximate(min_pivot) << " by min-pivot, "
          << trace << " = " << reference::approximate(trace) << " by " << other.name << ", of\n"
          << h << "\n";
    return {k + 1, words.str()};
  }
  return {exceptions_tried, {}};
}

Outcome compare_orders(const std::string& id, const Effort& effort, const Progress& progress) {
  std::mt19937_64 random = generator_of(effort.seed, id);
  Comparison comparisons[std::size(others)];
  for (Index k = 0; k < effort.cases; ++k) {
    if (progress) progress(id.c_str(), k, effort.cases);
    Dice dice(random());
    const Matrix<Rational> h = random_hessian_of(size_of_samples, size_of_samples + 4, 4, dice);
    const Rational min_pivot = trace_of_pivots(h, reference::min_pivot_order(h));
    for (std::size_t i = 0; i < std::size(others); ++i)
      comparisons[i].add(min_pivot, trace_of_pivots(h, others[i].of(h)));
  }
  Outcome outcome;
  outcome.cases = effort.cases;
  bool all_tend = true;
  for (std::size_t i = 0; i < std::size(others); ++i) {
    const Interval share = wilson(comparisons[i]);
    if (share.high < 0.5) outcome.standing = Standing::refuted;
    const Exception found = exception(others[i], random);
    all_tend = all_tend && share.low > 0.5 && !found.words.empty();
    outcome.evidence += (i > 0 ? "; " : "") + describe(others[i].name, comparisons[i]);
    outcome.example += found.words;
  }
  if (outcome.standing == Standing::refuted) outcome.counterexample = "the tendency is the other way\n";
  if (all_tend) outcome.standing = Standing::holds;
  return outcome;
}

// "Never above": the exception refutes it.
Outcome never_above(const std::string& id, const Effort& effort) {
  std::mt19937_64 random = generator_of(effort.seed, id);
  Outcome outcome;
  Exception found = exception(others[0], random);
  outcome.cases = found.tried;
  outcome.counterexample = std::move(found.words);
  if (!outcome.counterexample.empty()) outcome.standing = Standing::refuted;
  return outcome;
}

}  // namespace

Claim min_pivot_claim() {
  Claim claim;
  claim.id = "order/min-pivot";
  claim.statement =
      "Min-pivot tends to have a lower tr D than act-order and natural order, with 99% confidence, but not "
      "always (n = 8, H = X^T X + I, whole activations from -3 to 3 times strengths 1 to 4)";
  claim.source = "arXiv 2507.18553, Alg. 3 (\"consistently\" there)";
  claim.method = Method::sampled;
  claim.variant = "min-pivot never above act-order";
  claim.run = [id = claim.id](const Effort& effort, const Progress& progress) {
    return compare_orders(id, effort, progress);
  };
  claim.run_variant = [id = claim.id](const Effort& effort, const Progress&) {
    return never_above(id, effort);
  };
  return claim;
}

}  // namespace quantcheck::check
