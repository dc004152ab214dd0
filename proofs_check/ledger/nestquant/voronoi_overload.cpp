// The points that their Voronoi codes give back, and whether Q(t / q) = 0 tells them from others.
#include <quantcheck/proofs_check/ledger/computed.h>
#include <quantcheck/proofs_check/ledger/e8/published_ties.h>
#include <quantcheck/proofs_check/ledger/e8/shells.h>
#include <quantcheck/proofs_check/ledger/nestquant/voronoi_claims.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/lattice/voronoi_code.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Block;
using reference::E8Point;
using reference::Rational;

using Decoder = E8Point (*)(const Block<Code>& x, Code unit);

E8Point with_our_ties(const Block<Code>& x, Code unit) { return reference::nearest_e8<Code>(x, unit); }

// Q(t / q): the point to which t / q is decoded.
E8Point nearest_multiple(const E8Point& t, Code q, Decoder decoder) { return decoder(t.twice, 2 * q); }

bool flagged(const E8Point& t, Code q, Decoder decoder) {
  return nearest_multiple(t, q, decoder) != E8Point();
}

E8Point given_back(const E8Point& t, Code q, Decoder decoder) {
  const E8Point y = reference::e8_point(reference::voronoi_code(t, q));
  return y - q * nearest_multiple(y, q, decoder);
}

std::string words_of(const E8Point& t, Code q, Decoder decoder) {
  return "q = " + std::to_string(q) + ": " + joined(t.twice) + " / 2 is " +
         (flagged(t, q, decoder) ? "" : "not ") + "flagged, its code decodes to " +
         joined(given_back(t, q, decoder).twice) + " / 2";
}

bool flag_tells(const E8Point& t, Code q, Decoder decoder) {
  return flagged(t, q, decoder) == (given_back(t, q, decoder) != t);
}

// Points of norm at most q are enough: those of greater norm are flagged, and their codes decode to points of
// norm at most q.
Outcome flag_tells_of_all(Decoder decoder) {
  Cases cases;
  for (const Code q : {2, 3, 4})
    for_each_point_within(q * q, [&](const E8Point& t) {
      cases.expect(flag_tells(t, q, decoder), [&] { return words_of(t, q, decoder); });
      cases.expect(reference::overloads(t, q) == flagged(t, q, with_our_ties),
                   [&] { return words_of(t, q, with_our_ties) + "; the reference says otherwise"; });
    });
  return std::move(cases).outcome();
}

constexpr Code example_ratios[] = {4, 14};

bool is_silently_lost(const E8Point& t, Code q, Decoder decoder) {
  return !flagged(t, q, decoder) && given_back(t, q, decoder) != t;
}

// The first point that is neither flagged nor given back among the points q/2 p, p of norm^2 2 or 4, which
// lie on the boundary of q times the cell. Empty if there is none.
std::optional<E8Point> silently_lost(Code q, Decoder decoder) {
  std::optional<E8Point> found;
  for_each_point_within(4, [&](const E8Point& p) {
    const E8Point t = q / 2 * p;
    if (!found && is_silently_lost(t, q, decoder)) found = t;
  });
  return found;
}

// Checks that the points that are lost with the ties of the published code are lost with `decoder`, too.
Outcome some_are_lost(Decoder decoder) {
  Cases cases;
  std::string lost;
  for (const Code q : example_ratios) {
    const std::optional<E8Point> t = silently_lost(q, nearest_with_published_ties);
    if (!t) return {};
    lost += words_of(*t, q, decoder) + "\n";
    cases.expect(is_silently_lost(*t, q, decoder), [&] { return words_of(*t, q, decoder); });
  }
  Outcome outcome = std::move(cases).outcome();
  if (outcome.standing == Standing::holds) outcome.example = lost;
  return outcome;
}

// Checks that decode(encode(t)) = t - q v, where v is the greatest of the points nearest to t / q, found by
// enumeration.
Check<BlockProblem> gives_back_coset_leader(Decoder decoder) {
  return [=](const BlockProblem& p, Dice&) {
    Block<Rational> scaled = p.x;
    for (Rational& value : scaled) value /= p.beta.front();
    const E8Point t = reference::nearest_e8(scaled);
    Block<Rational> in_cells = values_of(t);
    for (Rational& value : in_cells) value /= p.q;
    const reference::AllNearest all = nearest_by_enumeration(in_cells);
    const E8Point found = given_back(t, p.q, decoder);
    if (found != t - p.q * all.points.back()) return refuted(words_of(t, p.q, decoder));
    if (Rational(four_times_inner_product(found, found)) != 4 * p.q * p.q * all.squared_distance)
      return refuted(words_of(t, p.q, decoder) + ", not of least norm");
    if (reference::voronoi_code(found, p.q) != reference::voronoi_code(t, p.q))
      return refuted(words_of(t, p.q, decoder) + ", of another class");
    return holds();
  };
}

}  // namespace

std::vector<Claim> voronoi_overload_claims() {
  const char* const first_beta = "arXiv 2502.09720, Algorithm 3 (first-beta)";
  return {
      computed(
          {.id = "voronoi/overload",
           .statement =
               "With our ties Q(t / q) = 0 if and only if the code of t decodes to t: every t, for q "
               "= 2, 3, 4",
           .source = first_beta,
           .variant = "with the ties of the published code"},
          Method::exhaustive, [] { return flag_tells_of_all(with_our_ties); },
          [] { return flag_tells_of_all(nearest_with_published_ties); }),
      computed(
          {.id = "voronoi/published-ties",
           .statement = "With the ties of the published code there are points with Q(t / q) = 0 whose code "
                        "decodes to another point: at q = 4 and q = 14",
           .source = first_beta,
           .variant = "the same points, with our ties"},
          Method::by_example, [] { return some_are_lost(nearest_with_published_ties); },
          [] { return some_are_lost(with_our_ties); }),
      sampled<BlockProblem>(
          {.id = "voronoi/coset-leader",
           .statement =
               "The code of t decodes to t - q v, v the lexicographically greatest of the points nearest "
               "to t / q: to a point of least norm in the class of t, and to t itself if and only if v = "
               "0 (q up to 300)",
           .source = "arXiv 2502.09720, Algorithms 1 and 2",
           .variant = "with the ties of the published code"},
          {{.codes = true},
           gives_back_coset_leader(with_our_ties),
           gives_back_coset_leader(nearest_with_published_ties)}),
  };
}

}  // namespace quantcheck::check::ledger
