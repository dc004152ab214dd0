#include <quantcheck/proofs_check/ledger/computed.h>

#include <quantcheck/reference/error.h>

namespace quantcheck::check::ledger {
namespace {

Outcome outcome_of_error(const Error& error, Standing standing) {
  Outcome outcome;
  outcome.standing = standing;
  std::string& words = standing == Standing::refuted ? outcome.counterexample : outcome.evidence;
  words = std::string(error.what()) + "\n";
  return outcome;
}

Run run_of(std::function<Outcome()> check, Standing if_it_throws) {
  return [check = std::move(check), if_it_throws](const Effort&, const Progress&) {
    try {
      return check();
    } catch (const Error& error) {
      return outcome_of_error(error, if_it_throws);
    }
  };
}

}  // namespace

Claim computed(Claim claim, Method method, std::function<Outcome()> check,
               std::function<Outcome()> check_variant) {
  claim.method = method;
  claim.run = run_of(std::move(check), Standing::refuted);
  claim.run_variant = run_of(std::move(check_variant), Standing::undecided);
  return claim;
}

}  // namespace quantcheck::check::ledger
