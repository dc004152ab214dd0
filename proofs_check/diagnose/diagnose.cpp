#include <quantcheck/proofs_check/diagnose/diagnose.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/proofs_check/diagnose/screen.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

// How many of the best-ranked dialects are judged exactly.
constexpr std::size_t candidates = 3;

}  // namespace

std::optional<Dialect> diagnose(const Case& c, const Progress& progress) {
  struct Ranked {
    double excess;
    Dialect dialect;
  };
  std::vector<Ranked> ranked;
  const double declared = largest_excess_in_double(c, as_declared(c));
  for (Dialect& dialect : known_dialects(c)) {
    const double excess = largest_excess_in_double(c, dialect.hypothesis);
    if (excess < declared) ranked.push_back({excess, std::move(dialect)});
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const Ranked& a, const Ranked& b) { return a.excess < b.excess; });
  if (ranked.size() > candidates) ranked.resize(candidates);

  for (const Ranked& candidate : ranked) try {
      if (judge(c, candidate.dialect.hypothesis, progress).verdict == RunVerdict::conforms)
        return candidate.dialect;
    } catch (const Error&) {
      // Not positive definite under this hypothesis, so nobody can have worked by it.
    }
  return std::nullopt;
}

}  // namespace quantcheck::check
