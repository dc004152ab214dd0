// Claims that are computed once and for all: nothing is drawn.
#pragma once

#include <functional>
#include <string>

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

/// The cases of such a claim, up to the first one that refutes it.
class Cases {
 public:
  /// One more case, if none was refuted. Where it is not so, `words()` says what is wrong. Whether to go on.
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

  /// It holds if there were cases and none refuted it; then `evidence` is said of it.
  Outcome outcome(std::string evidence = {}) && {
    if (refuted() || outcome_.cases == 0) return std::move(outcome_);
    outcome_.standing = Standing::holds;
    outcome_.evidence = std::move(evidence);
    return std::move(outcome_);
  }

 private:
  Outcome outcome_;
};

/// `check` for the claim, `check_variant` for its variant. An error of the library refutes the claim; of a
/// variant it shows nothing.
Claim computed(Claim claim, Method method, std::function<Outcome()> check,
               std::function<Outcome()> check_variant);

}  // namespace quantcheck::check::ledger
