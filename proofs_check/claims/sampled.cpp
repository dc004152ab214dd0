#include <quantcheck/proofs_check/claims/sampled.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include <quantcheck/proofs_check/problems/shrink.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {

CaseResult check_case(const CaseCheck& check, const Problem& problem, std::uint64_t seed) try {
  Dice dice(seed);
  return check(problem, dice);
} catch (const Error& error) {
  return refuted(error.what());
}

namespace {

struct Found {
  Problem problem;
  std::string words;
};

std::string description(const Found& found) {
  std::ostringstream words;
  words << found.words << found.problem;
  return words.str();
}

struct Search {
  Index cases = 0;
  Index skipped = 0;
  std::optional<Found> refuting;  // made simple
};

Found simplified(const CaseCheck& check, const Problem& problem, std::uint64_t seed) {
  const Problem simplest = shrunk(problem, [&](const Problem& simpler) {
    return check_case(check, simpler, seed).standing == Standing::refuted;
  });
  return {simplest, check_case(check, simplest, seed).words};
}

Search search(const std::string& id, const Limits& limits, const CaseCheck& check, const Effort& effort,
              const Progress& progress) {
  std::mt19937_64 random = generator_of(effort.seed, id);
  Search result;
  for (Index k = 0; k < effort.cases; ++k) {
    if (progress) progress(id.c_str(), k, effort.cases);
    const Problem problem = random_problem(random(), limits);
    const std::uint64_t seed = random();
    const Standing standing = check_case(check, problem, seed).standing;
    ++(standing == Standing::undecided ? result.skipped : result.cases);
    if (standing != Standing::refuted) continue;
    result.refuting = simplified(check, problem, seed);
    break;
  }
  return result;
}

// Nowhere refuted.
Outcome sample(const std::string& id, const Limits& limits, const CaseCheck& check, const Effort& effort,
               const Progress& progress) {
  const Search found = search(id, limits, check, effort, progress);
  Outcome outcome;
  outcome.cases = found.cases;
  outcome.skipped = found.skipped;
  if (found.refuting) {
    outcome.standing = Standing::refuted;
    outcome.counterexample = description(*found.refuting);
  } else if (found.cases > 0) {
    outcome.standing = Standing::holds;
  }
  return outcome;
}

// Somewhere refuted. Few cases would leave it undecided.
Outcome look_for(const std::string& id, const Limits& limits, const CaseCheck& check, const Effort& effort,
                 const Progress& progress) {
  Effort enough = effort;
  enough.cases = std::max(effort.cases, default_cases);
  const Search found = search(id, limits, check, enough, progress);
  Outcome outcome;
  outcome.cases = found.cases;
  outcome.skipped = found.skipped;
  if (found.refuting) {
    outcome.standing = Standing::holds;
    outcome.example = description(*found.refuting);
  }
  return outcome;
}

using Runner = Outcome (*)(const std::string&, const Limits&, const CaseCheck&, const Effort&,
                           const Progress&);

Run run_of(Runner runner, const Claim& claim, const Limits& limits, const CaseCheck& check) {
  return [=, id = claim.id](const Effort& effort, const Progress& progress) {
    return runner(id, limits, check, effort, progress);
  };
}

}  // namespace

Claim sampled(Claim claim, Sampling sampling) {
  claim.method = Method::sampled;
  claim.run = run_of(sample, claim, sampling.limits, sampling.check);
  claim.run_variant = run_of(sample, claim, sampling.limits, sampling.check_variant);
  claim.sampling = std::move(sampling);
  return claim;
}

Claim occurs(Claim claim, const Limits& limits, const CaseCheck& never) {
  claim.method = Method::sampled;
  claim.variant = "it never happens";
  claim.run = run_of(look_for, claim, limits, never);
  claim.run_variant = run_of(sample, claim, limits, never);
  return claim;
}

}  // namespace quantcheck::check
