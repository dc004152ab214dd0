#include <quantcheck/proofs_check/judge/lattice/beta_rule.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include <quantcheck/proofs_check/exact/lattice/admissible.h>
#include <quantcheck/proofs_check/exact/lattice/unclear.h>
#include <quantcheck/proofs_check/judge/allowance.h>
#include <quantcheck/proofs_check/judge/lattice/explain.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/proofs_check/judge/lattice/squared_error.h>

namespace quantcheck::check {

namespace {

/// One way to encode and decode a lattice block at some beta.
struct Way {
  E8Point nearest;
  E8Point decoded;
};

/// All ways that are admissible at t. `slack` and `slack_error` are those of nearest_points.
std::vector<Way> ways_at(const ScaledTarget& t, Code q, double slack, double slack_error) {
  std::vector<Way> ways;
  for (const E8Point& nearest : nearest_points(t, slack, slack_error))
    for (const E8Point& decoded : least_points(reference::voronoi_code(nearest, q), q))
      ways.push_back({nearest, decoded});
  return ways;
}

/// Whether what is asked holds in all the ways of a beta, in some, or in none.
enum class Held { always, sometimes, never };
/// The answer to what is asked of a beta.
struct Outcome {
  Held held = Held::never;
  bool resolved =
      true;           // false: it holds only by rounding that hides differences of 1/64 of the squared error
  bool known = true;  // false: a squared error leaves the range of the arithmetic
};

/// The slack that rounding explains; nothing where that is unknown, or more than max_slack.
std::optional<double> explained_slack(const LatticeScheme& scheme, const ScaledTarget& t, double moved) {
  const std::optional<double> slack = explained_excess(t, scheme.arithmetic, moved);
  return slack && *slack <= max_slack ? slack : std::nullopt;
}

/// Judges betas that were not taken: whether the lattice block may have passed them over.
struct PassedOver {
  const LatticeScheme& scheme;
  const BlockTarget& x;
  const TakenBeta& taken;
  double moved;

  // A bound of how far the difference of two squared errors moves when the values move by D. It moves by 2
  // <D, d - d'>, where d and d' are what the values are decoded to. If <D, r> <= m for all minimal vectors r,
  // then |D| <= m, because the covering radius is 1; and |d - d'| <= |x - d| + |x - d'|.
  double moved_apart(const SquaredError& a, const SquaredError& b) const {
    return 2 * movement_allowance * moved * (std::sqrt(a.rounded()) + std::sqrt(b.rounded()));
  }

  // In mode opt: whether the squared error at this beta is no less than that at the beta taken, where a tie
  // counts as no less. `rounded` allows for what rounding explains.
  Outcome no_better(const Beta& beta, const std::vector<Way>& ways, bool rounded) const {
    std::vector<SquaredError> own;
    for (const E8Point& point : taken.points) own.emplace_back(x, scheme.beta[taken.index], point);
    Outcome outcome{Held::never, false, true};
    bool some = false;
    bool all = true;
    for (const Way& way : ways) {
      const SquaredError error(x, beta, way.decoded);
      for (const SquaredError& mine : own) {
        const Side side = mine.beside(error);
        all = all && side == Side::inside;
        if (side != Side::outside) {
          some = outcome.resolved = true;
        } else if (rounded) {
          const double explained = mine.computed_error(scheme.arithmetic) +
                                   error.computed_error(scheme.arithmetic) + moved_apart(mine, error);
          const double gap = reference::approximate(mine.exact() - error.exact());
          const bool in_range = std::isfinite(explained);
          outcome.known = outcome.known && in_range;
          const double off = 2 * mine.difference_error(error);
          if (!in_range || !clearly_at_most(gap, explained, off)) continue;
          some = true;
          outcome.resolved = outcome.resolved || clearly_at_most(gap, mine.rounded() / 64, off);
        }
      }
    }
    outcome.held = all ? Held::always : some ? Held::sometimes : Held::never;
    return outcome;
  }

  Outcome passed(const ScaledTarget& t, double slack, bool rounded) const {
    const double slack_error = slack > 0 ? explained_error(t, scheme.arithmetic) : 0;
    const std::vector<Way> ways = ways_at(t, scheme.q, slack, slack_error);
    if (scheme.mode == BetaChoice::opt) return no_better(t.beta, ways, rounded);
    const auto overloads =
        std::ranges::count_if(ways, [](const Way& way) { return way.decoded != way.nearest; });
    return {overloads == 0 ? Held::never : overloads == std::ssize(ways) ? Held::always : Held::sometimes};
  }

  BetaVerdict judge(const Beta& beta) const {
    const ScaledTarget t(x, beta);
    if (!t.in_range) return {Verdict::undecided};
    const Held exactly = passed(t, 0, false).held;
    if (exactly == Held::always) return {Verdict::exact};
    if (exactly == Held::sometimes) return {Verdict::tie};
    if (scheme.arithmetic == Arithmetic::exact) return {Verdict::wrong};
    const std::optional<double> slack = explained_slack(scheme, t, moved);
    if (!slack) return {Verdict::undecided};
    const double fine = degraded_beyond(t.largest, scheme.arithmetic);
    Outcome outcome = passed(t, std::min(*slack, fine), true);
    if (outcome.held == Held::never && *slack > fine) {
      outcome = passed(t, *slack, true);
      outcome.resolved = false;
    }
    if (outcome.held != Held::never) return {Verdict::explained, !outcome.resolved};
    return {outcome.known ? Verdict::wrong : Verdict::undecided};
  }
};

// In mode first: the verdict on whether the lattice block round-trips at the beta taken.
Verdict round_trip(const LatticeScheme& scheme, const TakenBeta& taken) {
  if (taken.index + 1 == std::ssize(scheme.beta)) return Verdict::exact;
  const bool can = std::find(taken.points.begin(), taken.points.end(), taken.nearest) != taken.points.end();
  if (!can) return Verdict::wrong;
  return taken.points.size() == 1 ? Verdict::exact : Verdict::tie;
}

}  // namespace

LatticeScheme scheme_of(const LatticeCase& c) {
  LatticeScheme scheme{c.q, c.mode, {}, assumed_arithmetic(c)};
  for (const double beta : c.beta) scheme.beta.push_back({reference::exact(beta), beta});
  return scheme;
}

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
