// A claim of the ledger: a statement about quantizers, and how the program checks it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include <quantcheck/proofs_check/claims/seed.h>
#include <quantcheck/proofs_check/judge/progress.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/problems/problem.h>

namespace quantcheck::check {

/// What a check that finds nothing wrong amounts to.
enum class Method {
  proved_for_all,  // the statement follows, for all inputs, from finitely many exact computations, all made
  proved_for_n,    // for each n named all inputs, but with a stated probability over the random draws
  exhaustive,      // every element of a finite set that the statement names
  by_example,      // the statement says that something occurs, and one case of it was found
  sampled,         // random inputs, each in exact arithmetic
};

enum class Standing { holds, refuted, undecided };

inline constexpr Index default_cases = 1000;

/// What to spend on a claim.
struct Effort {
  Seed seed;
  Index cases = default_cases;  // to draw, where a claim is sampled
};

/// What a check found.
struct Outcome {
  Standing standing = Standing::undecided;
  Index cases = 0;                     // that were checked
  Index skipped = 0;                   // that were drawn, but of which nothing could be told
  Index largest_n = 0;                 // inputs of the largest layer among the cases; 0 where there are none
  std::string evidence;                // what was measured, or why it is undecided, in a line; may be empty
  std::string example;                 // of what the claim says occurs; lines
  std::string counterexample;          // where refuted: what went wrong, and the simplest case found of it
  std::optional<double> log2_failure;  // proved_for_n: of the probability that a false statement passes
};

/// One problem, looked at exactly: the statement holds of it, nothing could be told, or why it does not hold.
struct CaseResult {
  Standing standing = Standing::holds;
  std::string words = {};
  std::optional<Problem> checked = {};  // where that is not the problem as it was drawn
  bool threw = false;                   // the library refused the problem
};
inline CaseResult holds() { return {}; }
inline CaseResult cannot_tell() { return {Standing::undecided}; }
inline CaseResult refuted(std::string words) { return {Standing::refuted, std::move(words)}; }
inline CaseResult refuted(std::string words, Problem checked) {
  return {Standing::refuted, std::move(words), std::move(checked)};
}

using CaseCheck = std::function<CaseResult(const Problem&, Dice&)>;

/// The check of a sampled claim by single problems.
struct Sampling {
  Limits limits;
  CaseCheck check;
  CaseCheck check_variant;
};

using Run = std::function<Outcome(const Effort&, const Progress&)>;

struct Claim {
  std::string id;         // topic/name
  std::string statement;  // in words
  std::string source;
  std::string variant;  // a false statement, next to the claim
  Method method = Method::sampled;
  Run run = {};
  Run run_variant = {};  // shows that the check can fail: it must be refuted
  std::optional<Sampling> sampling = {};
};

}  // namespace quantcheck::check
