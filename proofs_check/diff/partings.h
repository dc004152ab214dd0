// The search for where two results part, whatever they consist of.
#pragma once

#include <algorithm>

#include <quantcheck/proofs_check/diff/difference.h>

namespace quantcheck::check {

/// Fills in `different`, `partings`, and wrong_since of both results. differs(row, place) says whether they
/// differ there; a(row, place) and b(row, place) are the verdicts. `order` holds the places as they are
/// processed.
template <class Differs, class VerdictOf>
void find_partings(Difference& result, const Order& order, const Differs& differs, const VerdictOf& a,
                   const VerdictOf& b) {
  for (Index row = 0; row < result.rows; ++row) {
    bool parted = false;
    for (Index step = 0; step < std::ssize(order); ++step) {
      const Index place = order[step];
      const bool here = differs(row, place);
      result.different += here;
      if (!result.same_order) continue;
      if (here && !parted) result.partings.push_back({row, step, place, a(row, place), b(row, place)});
      parted = parted || here;
      result.a.wrong_since += parted && a(row, place) == Verdict::wrong;
      result.b.wrong_since += parted && b(row, place) == Verdict::wrong;
    }
  }
  std::ranges::stable_sort(result.partings, {}, &Parting::step);
}

/// What a judgement says of the whole result; wrong_since is left at 0.
inline AfterParting whole_result(const RunJudgement& judgement) {
  return {judgement.verdict, judgement.reason, judgement.wrong, 0};
}

}  // namespace quantcheck::check
