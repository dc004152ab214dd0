#include <quantcheck/proofs_check/ledger/sampled.h>

#include <algorithm>
#include <optional>

#include <quantcheck/proofs_check/problems/shrink.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check::ledger {

template <class Subject>
CaseResult check_case(const std::type_identity_t<Check<Subject>>& check, const Subject& subject,
                      std::uint64_t seed) try {
  Dice dice(seed);
  return check(subject, dice);
} catch (const Error& error) {
  CaseResult result = refuted(error.what());
  result.threw = true;
  return result;
}

namespace {

Problem draw(std::uint64_t seed, const Limits& limits) { return random_problem(seed, limits); }
BlockProblem draw(std::uint64_t seed, const BlockLimits& limits) {
  return random_block_problem(seed, limits);
}

template <class Subject>
struct Refuted {
  Subject subject;  // simplified
  std::uint64_t seed;
  CaseResult result;
};

template <class Subject>
struct Search {
  Outcome outcome;
  std::optional<Refuted<Subject>> refuted;
};

template <class Subject>
Refuted<Subject> simplified(const Check<Subject>& check, Subject subject, std::uint64_t seed,
                            CaseResult result) {
  const Subject simplest = shrunk(std::move(subject), [&](const Subject& simpler) {
    CaseResult found = check_case(check, simpler, seed);
    const bool stands = found.standing == Standing::refuted && found.threw == result.threw;
    if (stands) result = std::move(found);
    return stands;
  });
  return {simplest, seed, std::move(result)};
}

template <class Subject>
std::string description(const Refuted<Subject>& found) {
  const std::string& checked = found.result.checked;
  return found.result.words + (checked.empty() ? lines_of(found.subject) : checked);
}

// The number of inputs of a layer; 0 for a lattice block, which has none.
template <class Subject>
Index inputs_of(const Subject& subject) {
  if constexpr (requires { subject.in(); })
    return subject.in();
  else
    return 0;
}

// Ends with the first problem that is refuted. A problem for which the library throws an Error counts as
// refuted only if `errors_count`, and is skipped otherwise.
template <class Subject>
Search<Subject> search(const std::string& id, const typename Subject::Limits& limits,
                       const Check<Subject>& check, bool errors_count, const Effort& effort,
                       const Progress& progress) {
  std::mt19937_64 random = generator_of(effort.seed, id);
  Search<Subject> search;
  for (Index k = 0; k < effort.cases; ++k) {
    if (progress) progress(id.c_str(), k, effort.cases);
    const Subject subject = draw(random(), limits);
    const std::uint64_t seed = random();
    CaseResult result = check_case(check, subject, seed);
    const bool told = result.standing != Standing::undecided && (errors_count || !result.threw);
    ++(told ? search.outcome.cases : search.outcome.skipped);
    if (!told) continue;
    search.outcome.largest_n = std::max(search.outcome.largest_n, inputs_of(subject));
    if (result.standing == Standing::holds) continue;
    search.refuted = simplified(check, subject, seed, std::move(result));
    break;
  }
  return search;
}

template <class Subject>
Run no_subject_refutes(const std::string& id, const typename Subject::Limits& limits,
                       const Check<Subject>& check, bool errors_count) {
  return [=](const Effort& effort, const Progress& progress) {
    const Search<Subject> found = search<Subject>(id, limits, check, errors_count, effort, progress);
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

// Searches at least default_cases problems, since few would often leave the claim undecided.
template <class Subject>
Search<Subject> search_for_example(const std::string& id, const typename Subject::Limits& limits,
                                   const Check<Subject>& never, const Effort& effort,
                                   const Progress& progress) {
  Effort enough = effort;
  enough.cases = std::max(effort.cases, default_cases);
  return search<Subject>(id, limits, never, false, enough, progress);
}

}  // namespace

template <class Subject>
Claim sampled(Claim claim, Sampling<Subject> sampling) {
  claim.method = Method::sampled;
  claim.run = no_subject_refutes<Subject>(claim.id, sampling.limits, sampling.check, true);
  claim.run_variant = no_subject_refutes<Subject>(claim.id, sampling.limits, sampling.check_variant, false);
  claim.sampling = std::move(sampling);
  return claim;
}

template <class Subject>
Claim occurs(Claim claim, const typename Subject::Limits& limits,
             const std::type_identity_t<Check<Subject>>& never,
             const std::type_identity_t<Check<Subject>>& control) {
  claim.method = Method::by_example;
  claim.run = [=, id = claim.id](const Effort& effort, const Progress& progress) {
    const Search<Subject> found = search_for_example<Subject>(id, limits, never, effort, progress);
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
    const Search<Subject> found = search_for_example<Subject>(id, limits, never, effort, progress);
    Outcome outcome = found.outcome;
    if (!found.refuted) return outcome;
    const CaseResult result = check_case(control, found.refuted->subject, found.refuted->seed);
    outcome.standing = result.standing == Standing::holds ? Standing::refuted : Standing::holds;
    outcome.counterexample = "of the example this is not true\n";
    return outcome;
  };
  return claim;
}

template Claim sampled(Claim, Sampling<Problem>);
template Claim sampled(Claim, Sampling<BlockProblem>);
template Claim occurs<Problem>(Claim, const Limits&, const Check<Problem>&, const Check<Problem>&);
template Claim occurs<BlockProblem>(Claim, const BlockLimits&, const Check<BlockProblem>&,
                                    const Check<BlockProblem>&);
template CaseResult check_case(const Check<Problem>&, const Problem&, std::uint64_t);
template CaseResult check_case(const Check<BlockProblem>&, const BlockProblem&, std::uint64_t);

}  // namespace quantcheck::check::ledger
