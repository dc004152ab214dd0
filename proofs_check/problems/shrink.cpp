#include <quantcheck/proofs_check/problems/shrink.h>

#include <utility>

namespace quantcheck::check {

Problem shrunk(Problem problem, const std::function<bool(const Problem&)>& still_fails, int evaluations) {
  for (bool found = true; found;) {
    found = false;
    for (Problem& candidate : simpler(problem)) {
      if (evaluations-- <= 0) return problem;
      found = still_fails(candidate);
      if (!found) continue;
      problem = std::move(candidate);
      break;
    }
  }
  return problem;
}

}  // namespace quantcheck::check
