// The decoder of E8 where several points are nearest: steps 5 to 7 of the proof in docs/nested-lattices.md.
#include <algorithm>
#include <numeric>

#include <quantcheck/proofs_check/ledger/computed.h>
#include <quantcheck/proofs_check/ledger/e8/e8_claims.h>
#include <quantcheck/proofs_check/ledger/e8/published_ties.h>
#include <quantcheck/proofs_check/ledger/e8/tie_patterns.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/lattice/e8_all_nearest.h>
#include <quantcheck/reference/lattice/e8_nearest.h>
#include <quantcheck/reference/lattice/voronoi_code.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Block;
using reference::E8Point;
using reference::Integer;
using reference::Rational;

using Decoder = E8Point (*)(const Block<Code>& x, Code unit);

E8Point decoded(const Block<Code>& x, Code unit) { return reference::nearest_e8<Code>(x, unit); }
E8Point decoded_cheaply(const Block<Code>& x, Code unit) {
  return reference::nearest_e8<Code>(x, unit, reference::first_coordinate);
}

std::string of_pattern(const Block<Code>& x, const E8Point& found, const char* what) {
  return joined(x) + " / 8 is decoded to " + joined(found.twice) + " / 2, " + what;
}

// Small displacements of the eight coordinates: 8^7, 8^6, ..., 1 in units of 2^-28, or the same reversed.
using Steps = Block<Code>;

Steps ever_smaller() {
  Steps steps;
  for (std::size_t i = 0; i < 8; ++i) steps[i] = Code{1} << 3 * (7 - i);
  return steps;
}

// The false variant displaces the last coordinate most, so that it decides.
Steps ever_greater() {
  Steps steps = ever_smaller();
  std::ranges::reverse(steps);
  return steps;
}

// Checks that each pattern is decoded as the point displaced from it is. A displacement is at most 2^21,
// where the unit is 2^28. What the decoder compares at a pattern is equal or differs by at least an eighth of
// a unit, 2^25, and the displacements change it by less than 4 * (2^21 + 2^18 + ...) < 2^24.
Outcome is_limit_along(const Steps& steps) {
  constexpr Code fine = Code{1} << 28;
  Cases cases;
  for_each_tie_pattern([&](const Block<Code>& x) {
    Block<Code> near_x;
    for (std::size_t i = 0; i < 8; ++i) near_x[i] = fine / eighths * x[i] + steps[i];
    const E8Point found = decoded(x, eighths);
    return cases.expect(found == decoded(near_x, fine),
                        [&] { return of_pattern(x, found, "points next to it to another point"); });
  });
  return std::move(cases).outcome();
}

struct WhichNearest {
  bool greatest;
};

// Checks that each pattern x is decoded to a nearest point y, and that no other nearest point is better. With
// z = x - y, y is nearest if <z, r> <= 1 for the minimal vectors r. Another nearest point y + v has
// |v| <= 2 |z| <= 2, since the covering radius is 1. If |v|^2 = 2, then v is an r with <z, r> = 1; if
// |v|^2 = 4, then z = v / 2.
Outcome decodes_to(WhichNearest which) {
  Cases cases;
  const auto better = [&](const E8Point& v) { return which.greatest ? v > E8Point() : v < E8Point(); };
  for_each_tie_pattern([&](const Block<Code>& x) {
    const E8Point y = decoded(x, eighths);
    E8Point z;  // in units of 1 / (2 eighths)
    for (std::size_t i = 0; i < 8; ++i) z.twice[i] = x[i] - eighths / 2 * y.twice[i];
    bool nearest = in_e8(y);
    bool right_one = four_times_inner_product(z, z) < eighths * eighths || !better(z);
    for (const E8Point& root : reference::e8_minimal_vectors()) {
      Code product = 0;
      for (std::size_t i = 0; i < 8; ++i) product += z.twice[i] * root.twice[i];
      nearest = nearest && product <= 2 * eighths;
      right_one = right_one && (product < 2 * eighths || !better(root));
    }
    return cases.expect(nearest, [&] { return of_pattern(x, y, "which is not nearest"); }) &&
           cases.expect(right_one, [&] { return of_pattern(x, y, "which is another nearest point"); });
  });
  return std::move(cases).outcome();
}

Outcome commutes_with_translations(Decoder decoder) {
  Cases cases;
  for_each_tie_pattern([&](const Block<Code>& x) {
    const E8Point found = decoder(x, eighths);
    return std::ranges::all_of(reference::e8_generator(), [&](const E8Point& v) {
      Block<Code> moved = x;
      for (std::size_t i = 0; i < 8; ++i) moved[i] += eighths / 2 * v.twice[i];
      return cases.expect(decoder(moved, eighths) == found + v,
                          [&] { return of_pattern(x, found, "and the like a translation away otherwise"); });
    });
  });
  return std::move(cases).outcome();
}

// The result of the decoder in integers. Empty where the integers would be too long.
std::optional<E8Point> nearest_in_integers(const Block<Rational>& x) {
  Integer unit = 2;
  for (const Rational& value : x) unit = lcm(unit, Integer(denominator(value)));
  Block<Code> scaled;
  if (unit > Integer(1) << 28) return {};
  for (std::size_t i = 0; i < 8; ++i) {
    const Rational integer = x[i] * unit;
    if (abs(integer) > Rational(Integer(1) << 60)) return {};
    scaled[i] = reference::to_code(integer);
  }
  return decoded(scaled, static_cast<Code>(unit));
}

Check<BlockProblem> is_greatest_nearest(reference::Repair<Rational> repair) {
  return [=](const BlockProblem& p, Dice&) {
    const reference::AllNearest all = reference::all_nearest_e8(p.x);
    const E8Point found = reference::nearest_e8(p.x, Rational(1), repair);
    const std::string words = "decoded to " + joined(found.twice) + " / 2, ";
    if (std::ranges::count(all.points, found) == 0) return refuted(words + "which is not nearest");
    if (found != all.points.back()) return refuted(words + "which is not the greatest nearest point");
    const std::optional<E8Point> in_integers = nearest_in_integers(p.x);
    if (in_integers.value_or(found) != found) return refuted(words + "in integers to another point");
    return holds();
  };
}

}  // namespace

std::vector<Claim> e8_tie_claims() {
  const char* const decoder = "J. H. Conway, N. J. A. Sloane, IEEE Trans. Inf. Theory 28 (1982), 227-232";
  const char* const ours = "this project";
  return {
      computed(
          {.id = "e8/decoder-limit",
           .statement =
               "At one point x for each pattern of ties in the cosets the decoder returns what it does "
               "at x + (d, d^2, .., d^8) / 16 for d = 1/8, where nothing is tied",
           .source = ours,
           .variant = "at x + (d^8, .., d^2, d) / 16"},
          Method::exhaustive, [] { return is_limit_along(ever_smaller()); },
          [] { return is_limit_along(ever_greater()); }),
      computed(
          {.id = "e8/tie-rule",
           .statement = "At one point for each pattern of ties in the cosets the decoder returns the "
                        "lexicographically greatest of the "
                        "nearest points",
           .source = ours,
           .variant = "the least"},
          Method::exhaustive, [] { return decodes_to({.greatest = true}); },
          [] { return decodes_to({.greatest = false}); }),
      computed(
          {.id = "e8/translations",
           .statement = "At one point for each pattern of ties in the cosets the decoder commutes with the "
                        "translations by the columns "
                        "of the generator of E8",
           .source = ours,
           .variant = "the decoder with the ties of the published code"},
          Method::exhaustive, [] { return commutes_with_translations(decoded); },
          [] { return commutes_with_translations(nearest_with_published_ties); }),
      computed(
          {.id = "e8/cheaper-decoder",
           .statement = "So does NestQuantM's decoder, which repairs the parity in the first coordinate",
           .source = "arXiv 2502.09720, NestQuantM",
           .variant = "the decoder with the ties of the published code"},
          Method::exhaustive, [] { return commutes_with_translations(decoded_cheaply); },
          [] { return commutes_with_translations(nearest_with_published_ties); }),
      sampled<BlockProblem>(
          {.id = "e8/nearest",
           .statement = "The decoder returns the lexicographically greatest of all nearest points, found by "
                        "enumeration; in integers the same as in fractions",
           .source = decoder,
           .variant = "with the parity repaired in the first coordinate"},
          {{}, is_greatest_nearest(reference::farthest<Rational>), is_greatest_nearest(in_first_coordinate)}),
  };
}

}  // namespace quantcheck::check::ledger
