// A claim of the ledger: a statement about quantizers, and how the program checks it.
#pragma once

#include <functional>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <variant>

#include <quantcheck/proofs_check/ledger/seed.h>
#include <quantcheck/proofs_check/problems/block_problem.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/problems/problem.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check::ledger {

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

/// One subject (a layer, a block of values), looked at exactly: the statement holds of it, nothing could be
/// told, or why it does not hold.
struct CaseResult {
  Standing standing = Standing::holds;
  std::string words = {};
  std::string checked = {};  // what was looked at, in lines, where that is not the subject as it was drawn
  bool threw = false;        // the library refused the subject
};
inline CaseResult holds() { return {}; }
inline CaseResult cannot_tell() { return {Standing::undecided}; }
inline CaseResult refuted(std::string words) { return {Standing::refuted, std::move(words)}; }

/// A subject as its operator<< shows it.
template <class Subject>
std::string lines_of(const Subject& subject) {
  std::ostringstream lines;
  lines << subject;
  return lines.str();
}

template <class Subject>
CaseResult refuted(std::string words, const Subject& checked) {
  return {Standing::refuted, std::move(words), lines_of(checked)};
}

template <class Subject>
using Check = std::function<CaseResult(const Subject&, Dice&)>;
using CaseCheck = Check<Problem>;

/// The check of a sampled claim by single subjects, as drawn within the limits.
template <class Subject>
struct Sampling {
  typename Subject::Limits limits;
  Check<Subject> check;
  Check<Subject> check_variant;
};

/// What a claim draws, if it draws subjects.
using AnySampling = std::variant<std::monostate, Sampling<Problem>, Sampling<BlockProblem>>;

using Run = std::function<Outcome(const Effort&, const Progress&)>;

struct Claim {
  std::string id;         // topic/name
  std::string statement;  // in words
  std::string source;
  std::string variant;  // a false statement, next to the claim
  Method method = Method::sampled;
  Run run = {};
  Run run_variant = {};  // shows that the check can fail: it must be refuted
  AnySampling sampling = {};
};

}  // namespace quantcheck::check::ledger
