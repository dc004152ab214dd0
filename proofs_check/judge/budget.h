// The budget of exact arithmetic, beyond which the judge says that it does not know.
#pragma once

#include <exception>

#include <quantcheck/proofs_check/judge/progress.h>
#include <quantcheck/reference/number/work.h>

namespace quantcheck::check {

/// Products of limbs that a case may take by default: some eight seconds.
inline constexpr double default_budget = 8e9;

class BudgetSpent : public std::exception {
 public:
  const char* what() const noexcept override { return "the budget of exact arithmetic is spent"; }
};

/// What is left for one case. It is counted, not timed, so that a case gets the same verdict on every
/// machine.
class Budget {
 public:
  /// `times` the default.
  explicit Budget(double times) : whole_(times * default_budget), left_(whole_) {}

  double whole() const { return whole_; }

  /// Throws BudgetSpent where less than that is left.
  void spend(double limb_products) {
    left_ -= limb_products;
    if (!(left_ >= 0)) throw BudgetSpent();
  }
  reference::Work work() {
    return [this](double limb_products) { spend(limb_products); };
  }

 private:
  double whole_;
  double left_;
};

}  // namespace quantcheck::check
