#include <quantcheck/proofs_check/ledger/gptq/min_pivot.h>

#include <algorithm>
#include <cstdio>
#include <sstream>

#include <quantcheck/proofs_check/ledger/comparison.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check::ledger {

using reference::Matrix;
using reference::Rational;

namespace {

Rational trace_of_pivots(const Matrix<Rational>& hessian, const Order& order) {
  return reference::udu(reference::permuted(hessian, order)).pivot.sum();
}

// X^T X + I, where X has `samples` rows of whole numbers from -3 to 3, each column times a strength that is
// drawn from 1 to max_strength.
Matrix<Rational> random_hessian_of(Index n, Index samples, Index max_strength, Dice& dice) {
  Matrix<Rational> x(samples, n);
  for (Index j = 0; j < n; ++j) {
    const Index strength = dice.between(1, max_strength);
    for (Index i = 0; i < samples; ++i) x(i, j) = strength * dice.between(-3, 3);
  }
  return reference::damped(reference::gram(x), Rational(1));
}

constexpr Index size_of_samples = 8;
constexpr Index size_of_exceptions = 4;
constexpr Index exceptions_tried = 5000;

using OrderOf = Order (*)(const Matrix<Rational>&);

Order min_pivot(const Matrix<Rational>& hessian) { return reference::min_pivot_order(hessian); }

// The false variant begins where min-pivot ends.
Order min_pivot_reversed(const Matrix<Rational>& hessian) {
  Order order = reference::min_pivot_order(hessian);
  std::reverse(order.begin(), order.end());
  return order;
}

Order natural(const Matrix<Rational>& hessian) { return reference::natural_order(hessian.rows()); }

struct OtherOrder {
  const char* name;
  OrderOf of;
};
constexpr OtherOrder others[] = {{"act-order", reference::act_order<Rational>}, {"natural order", natural}};

struct Counterexample {
  Index tried = 0;
  std::string words;  // empty if none was found
};

// A small Hessian for which min-pivot has the greater trace of D. About one in a hundred is such.
Counterexample find_counterexample(const OtherOrder& other, std::mt19937_64& random) {
  for (Index k = 0; k < exceptions_tried; ++k) {
    Dice dice(random());
    const Matrix<Rational> h = random_hessian_of(size_of_exceptions, size_of_exceptions, 1, dice);
    const Rational by_min_pivot = trace_of_pivots(h, min_pivot(h));
    const Rational trace = trace_of_pivots(h, other.of(h));
    if (by_min_pivot <= trace) continue;
    std::ostringstream words;
    words << "tr D is " << by_min_pivot << " = " << reference::approximate(by_min_pivot) << " by min-pivot, "
          << trace << " = " << reference::approximate(trace) << " by " << other.name << ", for H =\n"
          << h.format(Eigen::IOFormat(Eigen::StreamPrecision, 0, " ", "\n", "    ")) << "\n";
    return {k + 1, words.str()};
  }
  return {exceptions_tried, {}};
}

std::string describe(const char* order, const Comparison& c) {
  const Interval share = c.share_below();
  const Interval ratio = c.mean_ratio();
  char text[300];
  std::snprintf(text, sizeof text,
                "below %s's in %td of %td (%td equal; 99%% interval of the others %.1f%% .. %.1f%%), on "
                "geometric mean %.4f .. %.4f times it",
                order, c.below(), c.count(), c.equal(), 100 * share.low, 100 * share.high, ratio.low,
                ratio.high);
  return text;
}

Outcome compare_orders(const std::string& id, OrderOf order_of, const Effort& effort,
                       const Progress& progress) {
  std::mt19937_64 random = generator_of(effort.seed, id);
  Comparison comparisons[std::size(others)];
  for (Index k = 0; k < effort.cases; ++k) {
    if (progress) progress(id.c_str(), k, effort.cases);
    Dice dice(random());
    const Matrix<Rational> h = random_hessian_of(size_of_samples, size_of_samples + 4, 4, dice);
    const Rational trace = trace_of_pivots(h, order_of(h));
    for (std::size_t i = 0; i < std::size(others); ++i)
      comparisons[i].add(trace, trace_of_pivots(h, others[i].of(h)));
  }
  Outcome outcome;
  outcome.cases = effort.cases;
  outcome.largest_n = size_of_samples;
  outcome.standing = Standing::holds;
  outcome.evidence = "tr D is ";
  for (std::size_t i = 0; i < std::size(others); ++i) {
    const Interval share = comparisons[i].share_below();
    outcome.evidence += (i > 0 ? "; " : "") + describe(others[i].name, comparisons[i]);
    if (share.high < 0.5) {
      outcome.standing = Standing::refuted;
      outcome.counterexample = std::string("it tends to be above ") + others[i].name + "'s\n";
    }
    const Counterexample found = find_counterexample(others[i], random);
    outcome.example += found.words;
    const bool both_shown = share.low > 0.5 && !found.words.empty();
    if (!both_shown && outcome.standing == Standing::holds) outcome.standing = Standing::undecided;
  }
  return outcome;
}

}  // namespace

Claim min_pivot_claim() {
  const std::string id = "order/min-pivot";
  const auto run_with = [&id](OrderOf order_of) {
    return [id, order_of](const Effort& effort, const Progress& progress) {
      return compare_orders(id, order_of, effort, progress);
    };
  };
  return {
      .id = id,
      .statement =
          "Of H = X^T X + I for 12 random samples of 8 inputs, whole numbers from -3 to 3 "
          "times a strength from 1 to 4 for each input: tr D is more often lower in min-pivot order than in "
          "act-order, and than in natural order, with 99% confidence each; but it is higher for some "
          "H = X^T X + I of 4 inputs and 4 samples, all of strength 1",
      .source = "arXiv 2507.18553, Alg. 3 (\"consistently\", of LLM layers)",
      .variant = "min-pivot's order reversed",
      .run = run_with(min_pivot),
      .run_variant = run_with(min_pivot_reversed)};
}

}  // namespace quantcheck::check::ledger
