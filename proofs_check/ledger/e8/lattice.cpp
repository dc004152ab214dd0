// E8 by its generator, by membership and by its shells.
#include <algorithm>
#include <map>

#include <quantcheck/proofs_check/ledger/computed.h>
#include <quantcheck/proofs_check/ledger/determinant.h>
#include <quantcheck/proofs_check/ledger/e8/e8_claims.h>
#include <quantcheck/proofs_check/ledger/e8/shells.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {
namespace {

using reference::E8Point;
using reference::Rational;

using Generator = std::array<E8Point, 8>;

// The false variant has e_1 in place of 2 e_1.
Generator with_unit_vector() {
  Generator generator = reference::e8_generator();
  generator[0].twice[0] = 2;
  return generator;
}

Outcome is_even_and_unimodular(const Generator& generator) {
  Cases cases;
  reference::Matrix<Rational> columns(8, 8);
  for (Index i = 0; i < 8; ++i) {
    for (Index j = 0; j < 8; ++j) {
      columns(j, i) = Rational(generator[i].twice[j], 2);
      const Code product = four_times_inner_product(generator[i], generator[j]);
      cases.expect(product % (i == j ? 8 : 4) == 0, [&] {
        return "columns " + std::to_string(i) + " and " + std::to_string(j) + " have the inner product " +
               Rational(product, 4).str();
      });
    }
  }
  const Rational det = determinant(columns);
  cases.expect(abs(det) == 1, [&] { return "the determinant is " + det.str(); });
  return std::move(cases).outcome("det G = " + det.str());
}

using Membership = bool (*)(const E8Point&);

// The false variant lets the sum be odd.
bool in_either_coset_of_integers(const E8Point& point) {
  return std::ranges::all_of(point.twice, [&](Code c) { return ((c ^ point.twice[0]) & 1) == 0; });
}

std::string not_so(const E8Point& point, const char* what) {
  return "twice the point: " + joined(point.twice) + ": " + what;
}

void expect_coordinates(Cases& cases, const E8Point& point) {
  bool right = false;
  try {
    right = reference::e8_point(reference::e8_coordinates(point)) == point;
  } catch (const Error&) {
  }
  cases.expect(right, [&] { return not_so(point, "its coordinates do not give it"); });
}

// Membership depends on the parities of the doubled coordinates and on their sum modulo 4 only, so it is a
// function on the 4^8 classes modulo 2 Z^8. All of them are tried.
Outcome is_generated(Membership member) {
  Cases cases;
  Index members = 0;
  for (std::size_t j = 0; j < 8; ++j) {
    E8Point twice_unit;
    twice_unit.twice[j] = 4;
    expect_coordinates(cases, twice_unit);
    cases.expect(member(reference::e8_generator()[j]),
                 [&] { return not_so(reference::e8_generator()[j], "not accepted"); });
  }
  for (unsigned word = 0; word < 1U << 16 && !cases.refuted(); ++word) {
    E8Point point;
    for (std::size_t i = 0; i < 8; ++i) point.twice[i] = word >> 2 * i & 3;
    if (!member(point)) continue;
    ++members;
    expect_coordinates(cases, point);
    for (const E8Point& column : reference::e8_generator())
      cases.expect(member(point + column) && member(point - column),
                   [&] { return not_so(point, "not so with a column more or less"); });
  }
  cases.expect(members == 256, [&] { return std::to_string(members) + " classes are accepted"; });
  return std::move(cases).outcome("256 of the 65536 classes modulo 2 Z^8 are accepted");
}

Index sum_of_cubes_of_divisors(Index m) {
  Index sum = 0;
  for (Index d = 1; d <= m; ++d)
    if (m % d == 0) sum += d * d * d;
  return sum;
}

// The false variant forgets the divisors of m other than m.
Index cube(Index m) { return m * m * m; }

using PointsBy240 = Index (*)(Index m);

std::string shell_words(Index norm, Index found, Index expected) {
  return std::to_string(found) + " points of norm^2 " + std::to_string(norm) + ", not " +
         std::to_string(expected);
}

Outcome small_shells_are(PointsBy240 points) {
  Cases cases;
  std::map<Index, std::vector<E8Point>> shells;  // the key is four times the norm^2
  for_each_point_within(
      6, [&](const E8Point& point) { shells[four_times_inner_product(point, point)].push_back(point); });
  cases.expect(shells[0].size() == 1, [] { return "0 is not there"; });
  std::string counts;
  for (Index m = 1; m <= 3; ++m) {
    const Index found = std::ssize(shells[8 * m]);
    cases.expect(found == 240 * points(m), [&] { return shell_words(2 * m, found, 240 * points(m)); });
    counts += (m > 1 ? ", " : "") + std::to_string(found);
  }
  cases.expect(shells.size() == 4, [] { return "a norm^2 that is odd"; });
  std::ranges::sort(shells[8]);
  cases.expect(shells[8] == reference::e8_minimal_vectors(),
               [] { return "the minimal vectors are not those of the reference"; });
  return std::move(cases).outcome(counts);
}

Outcome theta_series_is(PointsBy240 points) {
  constexpr Index largest = 100;
  Cases cases;
  const std::vector<Index> counts = points_by_norm(largest);
  for (Index norm = 1; norm <= largest && !cases.refuted(); ++norm) {
    const Index expected = norm % 2 == 0 ? 240 * points(norm / 2) : 0;
    cases.expect(counts[norm] == expected, [&] { return shell_words(norm, counts[norm], expected); });
  }
  return std::move(cases).outcome();
}

}  // namespace

std::vector<Claim> e8_lattice_claims() {
  const char* const book = "J. H. Conway, N. J. A. Sloane, Sphere Packings, Lattices and Groups, ch. 4, 8.1";
  return {
      computed(
          {.id = "e8/unimodular",
           .statement = "E8 is even and unimodular: the Gram matrix of the generator is integral, its "
                        "diagonal even, its determinant 1",
           .source = book,
           .variant = "e_1 in place of 2 e_1 in the generator"},
          Method::proved_for_all, [] { return is_even_and_unimodular(reference::e8_generator()); },
          [] { return is_even_and_unimodular(with_unit_vector()); }),
      computed(
          {.id = "e8/membership",
           .statement = "The integer combinations of the generator are the points all of whose coordinates "
                        "are integers, or all halves of odd integers, with an even sum; G^-1 gives their "
                        "coordinates",
           .source = book,
           .variant = "the sum may be odd"},
          Method::proved_for_all, [] { return is_generated(reference::in_e8); },
          [] { return is_generated(in_either_coset_of_integers); }),
      computed(
          {.id = "e8/shells",
           .statement = "E8 has 240, 2160 and 6720 points of norm^2 2, 4 and 6 and none of norm^2 1, 3 "
                        "and 5: every point of the ball was looked at",
           .source = book,
           .variant = "240 m^3 points of norm^2 2 m"},
          Method::exhaustive, [] { return small_shells_are(sum_of_cubes_of_divisors); },
          [] { return small_shells_are(cube); }),
      computed(
          {.id = "e8/theta-series",
           .statement = "E8 has 240 sum_{d | m} d^3 points of norm^2 2 m for m <= 50, and none of odd "
                        "norm^2",
           .source = book,
           .variant = "240 m^3"},
          Method::exhaustive, [] { return theta_series_is(sum_of_cubes_of_divisors); },
          [] { return theta_series_is(cube); }),
  };
}

}  // namespace quantcheck::check::ledger
