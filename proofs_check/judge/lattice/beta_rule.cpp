#include <quantcheck/proofs_check/judge/lattice/beta_rule.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include <quantcheck/proofs_check/judge/classify.h>
#include <quantcheck/proofs_check/judge/lattice/admissible.h>
#include <quantcheck/proofs_check/judge/lattice/explain.h>
#include <quantcheck/proofs_check/judge/lattice/squared_error.h>
#include <quantcheck/proofs_check/replay/movement.h>

namespace quantcheck::check {

using reference::BetaChoice;

namespace {

/// One way to encode and decode a block at some scale.
struct Way {
  E8Point nearest;
  E8Point decoded;
};

/// All admissible ways; `slack` as in nearest_points.
std::vector<Way> ways_at(const ScaledTarget& t, Code q, double slack) {
  std::vector<Way> ways;
  for (const E8Point& nearest : nearest_points(t, slack))
    for (const E8Point& decoded : least_points(reference::voronoi_code(nearest, q), q))
      ways.push_back({nearest, decoded});
  return ways;
}

/// Whether what is asked holds in all the ways of a scale, in some or in none.
enum class Held { always, sometimes, never };
template <class Asked>
Held held(const std::vector<Way>& ways, const Asked& asked) {
  const auto count = std::count_if(ways.begin(), ways.end(), asked);
  return count == 0 ? Held::never : count == std::ssize(ways) ? Held::always : Held::sometimes;
}

/// The slack that rounding explains; nothing where that is unknown or too much to tell.
std::optional<double> explained_slack(const LatticeScheme& scheme, const ScaledTarget& t, double moved) {
  const std::optional<double> slack = explained_excess(t, scheme.arithmetic, moved);
  return slack && *slack <= max_slack ? slack : std::nullopt;
}

/// The verdict on one scale that was not taken: may it have been passed over?
struct PassedOver {
  const LatticeScheme& scheme;
  const BlockTarget& x;
  const TakenBeta& taken;
  double moved;

  // How far the difference of two squared errors moves with the values: by 2 <D, d - d'> for what they decode
  // to, where |D| <= m if <D, r> <= m for all minimal vectors r, as the covering radius is 1, and
  // |d - d'| <= |x - d| + |x - d'|.
  double moved_apart(const SquaredError& a, const SquaredError& b) const {
    return 2 * movement_allowance * moved * (std::sqrt(a.rounded()) + std::sqrt(b.rounded()));
  }

  // In opt: no less squared error than the taken one has, a tie counting as no less; with u > 0 up to what
  // rounding explains.
  Held no_better(const Beta& beta, const std::vector<Way>& ways, double u, bool& unresolved) const {
    std::vector<SquaredError> own;
    for (const E8Point& point : taken.points) own.emplace_back(x, scheme.beta[taken.index], point);
    bool some = false;
    bool all = true;
    for (const Way& way : ways) {
      const SquaredError error(x, beta, way.decoded);
      for (const SquaredError& mine : own) {
        const Side side = mine.beside(error);
        all = all && side == Side::inside;
        bool passes = side != Side::outside;
        if (!passes && u > 0) {
          const double gap = reference::approximate(mine.exact() - error.exact());
          passes = gap <= mine.computed_error(u) + error.computed_error(u) + moved_apart(mine, error);
          if (passes && gap > mine.rounded() / 64) unresolved = true;
        }
        some = some || passes;
      }
    }
    return all ? Held::always : some ? Held::sometimes : Held::never;
  }

  Held passed(const ScaledTarget& t, double slack, double u, bool& unresolved) const {
    const std::vector<Way> ways = ways_at(t, scheme.q, slack);
    if (scheme.mode == BetaChoice::opt) return no_better(t.beta, ways, u, unresolved);
    return held(ways, [](const Way& way) { return way.decoded != way.nearest; });
  }

  BetaVerdict judge(const Beta& beta) const {
    const ScaledTarget t(x, beta);
    if (!t.in_range) return {Verdict::undecided};
    bool unresolved = false;
    const Held exactly = passed(t, 0, 0, unresolved);
    if (exactly == Held::always) return {Verdict::exact};
    if (exactly == Held::sometimes) return {Verdict::tie};
    if (scheme.arithmetic == Arithmetic::exact) return {Verdict::wrong};
    const std::optional<double> slack = explained_slack(scheme, t, moved);
    if (!slack) return {Verdict::undecided};
    const double u = unit_roundoff(scheme.arithmetic);
    const bool explained = passed(t, *slack, u, unresolved) != Held::never;
    return {explained ? Verdict::explained : Verdict::wrong, explained && unresolved};
  }
};

// In first: does the taken one round-trip?
Verdict round_trip(const LatticeScheme& scheme, const TakenBeta& taken) {
  if (taken.index + 1 == std::ssize(scheme.beta)) return Verdict::exact;
  const bool can = std::find(taken.points.begin(), taken.points.end(), taken.nearest) != taken.points.end();
  if (!can) return Verdict::wrong;
  return taken.points.size() == 1 ? Verdict::exact : Verdict::tie;
}

}  // namespace

BetaVerdict judge_beta(const LatticeScheme& scheme, const BlockTarget& x, const TakenBeta& taken,
                       double moved) {
  BetaVerdict found;
  const bool first = scheme.mode == BetaChoice::first;
  if (first) found.verdict = round_trip(scheme, taken);
  const PassedOver rule{scheme, x, taken, moved};
  const Index end = first ? taken.index : std::ssize(scheme.beta);
  for (Index p = 0; p < end; ++p) {
    if (p == taken.index) continue;
    const BetaVerdict other = rule.judge(scheme.beta[p]);
    found.verdict = worse(found.verdict, other.verdict);
    found.unresolved = found.unresolved || other.unresolved;
  }
  return found;
}

}  // namespace quantcheck::check
