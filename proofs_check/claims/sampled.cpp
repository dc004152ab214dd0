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
  CaseResult result = refuted(error.what());
  result.threw = true;
  return result;
}

namespace {

struct Refuted {
  Problem problem;  // made simple
  std::uint64_t seed;
  CaseResult result;
};

struct Search {
  Outcome outcome;
  std::optional<Refuted> refuted;
};

Refuted simplified(const CaseCheck& check, Problem problem, std::uint64_t seed, CaseResult result) {
  const Problem simplest = shrunk(std::move(problem), [&](const Problem& simpler) {
    CaseResult found = check_case(check, simpler, seed);
    const bool stands = found.standing == Standing::refuted && found.threw == result.threw;
    if (stands) result = std::move(found);
    return stands;
  });
  return {simplest, seed, std::move(result)};
}

std::string description(const Refuted& found) {
  std::ostringstream words;
  words << found.result.words << found.result.checked.value_or(found.problem);
  return words.str();
}

// Ends with the first problem that is refuted; by an error only if `errors_count`, else it is skipped.
Search search(const std::string& id, const Limits& limits, const CaseCheck& check, bool errors_count,
              const Effort& effort, const Progress& progress) {
  std::mt19937_64 random = generator_of(effort.seed, id);
  Search search;
  for (Index k = 0; k < effort.cases; ++k) {
    if (progress) progress(id.c_str(), k, effort.cases);
    const Problem problem = random_problem(random(), limits);
    const std::uint64_t seed = random();
    CaseResult result = check_case(check, problem, seed);
    const bool told = result.standing != Standing::undecided && (errors_count || !result.threw);
    ++(told ? search.outcome.cases : search.outcome.skipped);
    if (!told) continue;
    search.outcome.largest_n = std::max(search.outcome.largest_n, problem.in());
    if (result.standing == Standing::holds) continue;
    search.refuted = simplified(check, problem, seed, std::move(result));
    break;
  }
  return search;
}

Run no_problem_refutes(const std::string& id, const Limits& limits, const CaseCheck& check,
                       bool errors_count) {
  return [=](const Effort& effort, const Progress& progress) {
    const Search found = search(id, limits, check, errors_count, effort, progress);
    Outcome outcome = found.outcome;
    if (found.refuted) {
      outcome.standing = Standing::refuted;
      outcome.counterexample = description(*found.refuted);
    } else if (outcome.cases > 0) {
      outcome.standing = Standing::holds;
    }
    return outcome;
  };
}

// Few cases would often leave it undecided.
Search search_for_example(const std::string& id, const Limits& limits, const CaseCheck& never,
                          const Effort& effort, const Progress& progress) {
  Effort enough = effort;
  enough.cases = std::max(effort.cases, default_cases);
  return search(id, limits, never, false, enough, progress);
}

}  // namespace

Claim sampled(Claim claim, Sampling sampling) {
  claim.method = Method::sampled;
  claim.run = no_problem_refutes(claim.id, sampling.limits, sampling.check, true);
  claim.run_variant = no_problem_refutes(claim.id, sampling.limits, sampling.check_variant, false);
  claim.sampling = std::move(sampling);
  return claim;
}

Claim occurs(Claim claim, const Limits& limits, const CaseCheck& never, const CaseCheck& control) {
  claim.method = Method::by_example;
  claim.run = [=, id = claim.id](const Effort& effort, const Progress& progress) {
    const Search found = search_for_example(id, limits, never, effort, progress);
    Outcome outcome = found.outcome;
    if (found.refuted) {
      outcome.standing = Standing::holds;
      outcome.example = description(*found.refuted);
    } else {
      outcome.evidence = "no example was found";
    }
    return outcome;
  };
  claim.run_variant = [=, id = claim.id](const Effort& effort, const Progress& progress) {
    const Search found = search_for_example(id, limits, never, effort, progress);
    Outcome outcome = found.outcome;
    if (!found.refuted) return outcome;
    const CaseResult result = check_case(control, found.refuted->problem, found.refuted->seed);
    outcome.standing = result.standing == Standing::holds ? Standing::refuted : Standing::holds;
    outcome.counterexample = "of the example this is not true\n";
    return outcome;
  };
  return claim;
}

}  // namespace quantcheck::check
