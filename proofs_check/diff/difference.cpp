#include <quantcheck/proofs_check/diff/difference.h>

namespace quantcheck::check {
namespace {

bool right(Verdict verdict) { return verdict != Verdict::wrong && verdict != Verdict::undecided; }

}  // namespace

DiffOutcome Difference::outcome() const {
  const bool a_fails = a.verdict == RunVerdict::fails;
  const bool b_fails = b.verdict == RunVerdict::fails;
  if (a_fails && b_fails) return DiffOutcome::both_fail;
  if (a_fails) return DiffOutcome::a_fails;
  if (b_fails) return DiffOutcome::b_fails;
  if (!asked.otherwise.empty()) return DiffOutcome::not_comparable;
  if (different == 0) return DiffOutcome::same;
  const bool conform = a.verdict == RunVerdict::conforms && b.verdict == RunVerdict::conforms;
  return conform ? DiffOutcome::both_conform : DiffOutcome::undecided;
}

PartingCounts count_partings(const Difference& difference) {
  PartingCounts counts;
  for (const Parting& parting : difference.partings) {
    if (parting.a == Verdict::undecided || parting.b == Verdict::undecided)
      ++counts.undecided;
    else if (right(parting.a))
      ++(right(parting.b) ? counts.both : counts.only_a);
    else
      ++(right(parting.b) ? counts.only_b : counts.neither);
  }
  return counts;
}

}  // namespace quantcheck::check
