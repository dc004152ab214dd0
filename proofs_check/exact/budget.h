// The budget of exact arithmetic, beyond which the judge says that it does not know.
#pragma once

#include <algorithm>
#include <cmath>
#include <exception>
#include <string>

#include <quantcheck/optimized/parallel/stop.h>
#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/text/progress.h>
#include <quantcheck/reference/number/work.h>

namespace quantcheck::check {

/// The largest number of inputs that exact elimination is used for.
inline constexpr Index max_exact_inputs = 256;

/// What quantizing and ordering in exact arithmetic may cost: a quarter of an hour, in the unit of
/// reference::udu_fraction_free_cost, which is a nanosecond or so.
inline constexpr double max_exact_cost = 1e12;

/// Measured costs in the same unit. For each pair of inputs, sweeping a row costs exact_cost_of_row, and a
/// sample of the Gram matrix costs exact_cost_of_sample. Rotating a row costs exact_cost_of_rotation for each
/// of its entries, times the row's length.
inline constexpr double exact_cost_of_row = 500;
inline constexpr double exact_cost_of_sample = 50;
inline constexpr double exact_cost_of_rotation = 100;

/// The advice for a layer with more inputs than exact arithmetic reaches.
inline constexpr const char* too_many_inputs_advice =
    "nothing is known of this layer; cutting columns off would change the problem";

/// The stage that progress names during the exact factorization.
inline constexpr const char* factoring_stage = "factoring the hessian exactly";

/// The budget of a case by default: some eight seconds, counted in products of limbs (reference::Work).
inline constexpr double default_budget = 8e9;

/// No budget is more than this many times the default, which would be years.
inline constexpr double most_budget_times = 1e9;

/// The reason why a case is UNDECIDED that takes more than its budget.
inline constexpr const char* spent_reason =
    "its numbers are so long, or so many, that exact arithmetic would take more than the budget";

/// Thrown where a case takes more than its budget: `needed` products of limbs, as far as is known. The advice
/// is the budget to allow for them.
class BudgetSpent : public std::exception {
 public:
  explicit BudgetSpent(double needed) : needed_(needed) {}
  const char* what() const noexcept override { return spent_reason; }
  std::string advice() const {
    const bool few = needed_ < most_budget_times * default_budget;
    const double times = few ? std::ceil(needed_ / default_budget) : most_budget_times;
    return "allow more: --budget " + std::to_string(static_cast<long long>(times));
  }

 private:
  double needed_;
};

/// The budget of one case, and what is left of it. Work is counted, not timed, so that a case gets the same
/// verdict on every machine.
class Budget {
 public:
  /// A budget of `times` the default.
  explicit Budget(double times) : whole_(times * default_budget), left_(whole_) {}

  /// A budget in proportion to the size of a layer, for work that is small beside a verdict on it.
  Budget(const Layer& layer, double times)
      : whole_(times * (default_budget + 100 * static_cast<double>(layer.in) * static_cast<double>(layer.in) *
                                             static_cast<double>(layer.in + layer.out))),
        left_(whole_) {}

  /// Announces work that is estimated at so many products of limbs. Throws BudgetSpent where that is so far
  /// beyond the budget that there is no need to begin: more than eight times the whole of it, since an
  /// estimate is at most a few times too large.
  void expect(double limb_products) {
    expected_ = limb_products;
    if (!(limb_products <= 8 * whole_)) throw BudgetSpent(expected_);
  }

  /// Takes so many products of limbs off the budget. Throws BudgetSpent where less than that is left, and
  /// Cancelled where the thread is to stop.
  void spend(double limb_products) {
    optimized::end_if_stopped();
    left_ -= limb_products;
    if (!(left_ >= 0)) throw BudgetSpent(std::max(expected_, whole_ - left_));
  }

  /// What spends the work that it is told of. It refers to this budget.
  reference::Work work() {
    return [this](double limb_products) { spend(limb_products); };
  }

  /// The same for work in so many steps, each of which is shown as progress of `stage`. It refers to
  /// `progress`, too.
  reference::Work work(const Progress& progress, const char* stage, Index steps) {
    return [this, &progress, stage, steps, step = Index{0}](double limb_products) mutable {
      if (progress) progress(stage, step++, steps);
      spend(limb_products);
    };
  }

 private:
  double whole_;
  double left_;
  double expected_ = 0;
};

}  // namespace quantcheck::check
