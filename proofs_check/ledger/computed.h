// Claims that are computed once and for all, without any random draw.
#pragma once

#include <functional>
#include <string>

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

/// Collects the cases of such a claim, up to the first one that refutes it.
class Cases {
 public:
  /// Counts one more case, unless an earlier one was refuted. If `so` is false, the case refutes the claim,
  /// and `words()` says what is wrong. Returns whether to go on.
  template <class Words>
  bool expect(bool so, Words&& words) {
    if (refuted()) return false;
    ++outcome_.cases;
    if (!so) {
      outcome_.standing = Standing::refuted;
      outcome_.counterexample = words();
      outcome_.counterexample += "\n";
    }
    return so;
  }

  bool refuted() const { return outcome_.standing == Standing::refuted; }

  /// The outcome: the claim holds if there were cases and none of them refuted it; only then is `evidence`
  /// kept. It is undecided if there were no cases.
  Outcome outcome(std::string evidence = {}) && {
    if (refuted() || outcome_.cases == 0) return std::move(outcome_);
    outcome_.standing = Standing::holds;
    outcome_.evidence = std::move(evidence);
    return std::move(outcome_);
  }

 private:
  Outcome outcome_;
};

/// Completes the claim with `check`, which is run for the claim, and `check_variant`, which is run for its
/// variant. An Error thrown by `check` refutes the claim; one thrown by `check_variant` leaves the variant
/// undecided, since it shows nothing.
Claim computed(Claim claim, Method method, std::function<Outcome()> check,
               std::function<Outcome()> check_variant);

}  // namespace quantcheck::check::ledger
