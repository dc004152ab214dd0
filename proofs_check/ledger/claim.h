// A claim of the ledger: a statement about quantizers, and the computation that checks it.
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

/// The method of a check, which says how much is known once the check has found nothing wrong.
enum class Method {
  proved_for_all,  // the statement follows, for all inputs, from finitely many exact computations, all made
  proved_for_n,    // for each n named and all inputs, up to a stated probability over the draws
  exhaustive,      // every element of a finite set that the statement names was checked
  by_example,      // the statement says that something occurs, and a case of it was found
  sampled,         // random inputs were checked, each in exact arithmetic
};

enum class Standing { holds, refuted, undecided };

inline constexpr Index default_cases = 1000;

/// The effort to spend on a claim.
struct Effort {
  Seed seed;
  Index cases = default_cases;  // how many to draw; for claims that are sampled
};

/// The outcome of a check.
struct Outcome {
  Standing standing = Standing::undecided;
  Index cases = 0;             // cases that were checked
  Index skipped = 0;           // cases that were drawn, but of which nothing could be told
  Index largest_n = 0;         // inputs of the largest layer among the cases; 0 where there are no layers
  std::string evidence;        // one line: what was measured, or why it is undecided; may be empty
  std::string example;         // lines: the case that was found of what the claim says occurs
  std::string counterexample;  // if refuted: what went wrong, and the simplest case found of it
  std::optional<double> log2_failure;  // proved_for_n: log2 of the probability that a false statement passes
};

/// The result of looking at one problem (a layer or a lattice block) exactly: the statement holds for it, or
/// nothing could be told, or the statement is refuted, and `words` say why.
struct CaseResult {
  Standing standing = Standing::holds;
  std::string words = {};
  std::string checked = {};  // lines: the problem that was looked at, where it is not the one drawn
  bool threw = false;        // the library threw an Error for this problem
};
inline CaseResult holds() { return {}; }
inline CaseResult cannot_tell() { return {Standing::undecided}; }
inline CaseResult refuted(std::string words) { return {Standing::refuted, std::move(words)}; }

/// A problem in the lines that its operator<< writes.
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

/// The check of a sampled claim and that of its variant, each applied to one problem after another. The
/// problems are drawn within the limits.
template <class Subject>
struct Sampling {
  typename Subject::Limits limits;
  Check<Subject> check;
  Check<Subject> check_variant;
};

/// The problems that a claim draws: layers, lattice blocks, or none (std::monostate).
using AnySampling = std::variant<std::monostate, Sampling<Problem>, Sampling<BlockProblem>>;

using Run = std::function<Outcome(const Effort&, const Progress&)>;

struct Claim {
  std::string id;         // topic/name
  std::string statement;  // in words
  std::string source;     // the paper and theorem, or the book
  std::string variant;    // in words: a statement close to the claim that is false
  Method method = Method::sampled;
  Run run = {};          // checks the claim
  Run run_variant = {};  // checks the variant, which it must refute: this shows that the check can fail
  AnySampling sampling = {};
};

}  // namespace quantcheck::check::ledger
