#include <quantcheck/proofs_check/ledger/e8/cell.h>

#include <algorithm>
#include <map>

#include <quantcheck/proofs_check/ledger/computed.h>
#include <quantcheck/proofs_check/ledger/e8/e8_claims.h>
#include <quantcheck/proofs_check/ledger/e8/shells.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/proofs_check/problems/block_problem.h>
#include <quantcheck/reference/lattice/e8_all_nearest.h>
#include <quantcheck/reference/rounding.h>

namespace quantcheck::check::ledger {

using reference::E8Point;
using reference::Rational;

namespace {

std::vector<E8Point> positive_roots() {
  std::vector<E8Point> positive;
  for (const E8Point& root : reference::e8_minimal_vectors())
    if (root > E8Point()) positive.push_back(root);
  return positive;
}

bool is_sum_of_two(const E8Point& root, const std::vector<E8Point>& positive) {
  return std::ranges::any_of(
      positive, [&](const E8Point& part) { return std::ranges::count(positive, root - part) > 0; });
}

// The highest root: the positive root that is not below another one in the partial order given by the simple
// roots. It is the one whose inner products with all simple roots are at least 0.
E8Point highest_root(const std::vector<E8Point>& simple) {
  for (const E8Point& root : positive_roots())
    if (std::ranges::all_of(simple, [&](const E8Point& a) { return four_times_inner_product(root, a) >= 0; }))
      return root;
  throw Error("no highest root");
}

// The order of the group that the reflections in the roots generate. It is the product of the degrees, which
// are one more than the exponents. The exponent k occurs as many times as there are more roots of height k
// than of height k + 1 (Humphreys, 3.9 and 3.20). The height of a root is the sum of its coordinates in the
// simple roots, so it is its inner product with the vector whose inner product with each simple root is 1.
Index order_of_reflection_group(const std::vector<Vector8>& alcove) {
  Vector8 with_each_one{};
  const std::vector<E8Point> simple = simple_roots();
  for (std::size_t k = 0; k < 8; ++k) {
    const Rational product = inner_product(alcove[k], values_of(simple[k]));
    for (std::size_t i = 0; i < 8; ++i) with_each_one[i] += alcove[k][i] / product;
  }
  std::map<Index, Index> roots_of_height;
  for (const E8Point& root : positive_roots())
    ++roots_of_height[reference::to_code(inner_product(with_each_one, values_of(root)))];
  Index order = 1;
  for (const auto& [height, roots] : roots_of_height)
    for (Index k = roots_of_height.contains(height + 1) ? roots_of_height[height + 1] : 0; k < roots; ++k)
      order *= height + 1;
  return order;
}

// Checks that 0 is a nearest point of x: <x, r> <= 1 for all minimal vectors r.
void expect_in_cell(Cases& cases, const Vector8& x) {
  for (const E8Point& root : reference::e8_minimal_vectors())
    cases.expect(inner_product(x, values_of(root)) <= 1,
                 [&] { return joined(root.twice) + " / 2 is nearer to a point of the alcove than 0 is"; });
}

bool is_half_of_a_point(const Vector8& x) {
  E8Point twice;
  for (std::size_t i = 0; i < 8; ++i) {
    const Rational coordinate = 4 * x[i];
    if (denominator(coordinate) != 1) return false;
    twice.twice[i] = reference::to_code(coordinate);
  }
  return in_e8(twice);
}

Outcome holes_are(const Rational& squared_radius) {
  Cases cases;
  std::string distances;
  Index deepest = 0;
  for (const Vector8& vertex : e8_alcove()) {
    expect_in_cell(cases, vertex);
    const Rational distance = inner_product(vertex, vertex);
    cases.expect(distance <= squared_radius,
                 [&] { return "a point at the squared distance " + distance.str() + " from E8"; });
    distances += (distances.empty() ? "" : ", ") + distance.str();
    if (distance != squared_radius) continue;
    ++deepest;
    cases.expect(is_half_of_a_point(vertex), [] { return "a deep hole that is no half of a point"; });
    cases.expect(reference::all_nearest_e8(vertex).points.size() == 16,
                 [] { return "a deep hole that has not 16 nearest points"; });
  }
  cases.expect(deepest == 1, [&] {
    return std::to_string(deepest) + " vertices of the alcove are at the squared distance " +
           squared_radius.str();
  });
  if (cases.refuted()) return std::move(cases).outcome();
  for_each_point_within(4, [&](const E8Point& point) {
    if (four_times_inner_product(point, point) != 16) return;
    for (const E8Point& root : reference::e8_minimal_vectors())
      cases.expect(four_times_inner_product(point, root) <= 8,
                   [&] { return "half of " + joined(point.twice) + " / 2 is not in the cell of 0"; });
  });
  return std::move(cases).outcome("squared distances of the alcove's vertices: " + distances);
}

using Mean = Rational (*)(const std::vector<Vector8>& simplex);

// The false variant averages over the vertices, as if |x|^2 were linear.
Rational mean_of_vertices(const std::vector<Vector8>& simplex) {
  Rational sum = 0;
  for (const Vector8& vertex : simplex) sum += inner_product(vertex, vertex);
  return sum / std::ssize(simplex);
}

Outcome second_moment_is(const Rational& expected, Mean mean) {
  Cases cases;
  const std::vector<Vector8> alcove = e8_alcove();
  for (const Vector8& vertex : alcove) expect_in_cell(cases, vertex);
  const Rational moment = mean(alcove) / 8;
  cases.expect(moment == expected, [&] { return "the second moment is " + moment.str(); });
  const Index order = order_of_reflection_group(alcove);
  const Rational cell = volume(alcove) * order;
  cases.expect(cell == 1, [&] { return "the images of the alcove have the volume " + cell.str(); });
  return std::move(cases).outcome("the alcove has the volume " + volume(alcove).str() + ", and " +
                                  std::to_string(order) + " images around 0, of volume 1 together");
}

}  // namespace

std::vector<E8Point> simple_roots() {
  const std::vector<E8Point> positive = positive_roots();
  std::vector<E8Point> simple;
  for (const E8Point& root : positive)
    if (!is_sum_of_two(root, positive)) simple.push_back(root);
  return simple;
}

std::vector<Vector8> e8_alcove() {
  const std::vector<E8Point> simple = simple_roots();
  std::vector<HalfSpace> walls;
  walls.reserve(simple.size() + 1);
  for (const E8Point& a : simple) walls.push_back({values_of(-1 * a), 0});
  walls.push_back({values_of(highest_root(simple)), 1});
  return simplex_vertices(walls);
}

Rational covering_radius_squared() {
  Rational greatest = 0;
  for (const Vector8& vertex : e8_alcove()) greatest = std::max(greatest, inner_product(vertex, vertex));
  return greatest;
}

std::vector<Claim> e8_cell_claims() {
  return {
      computed(
          {.id = "e8/covering-radius",
           .statement =
               "No point is farther than 1 from E8; the deep holes, at distance 1, are the halves of "
               "points of norm^2 4, plus E8, and have 16 nearest points",
           .source =
               "J. H. Conway, N. J. A. Sloane, Sphere Packings, Lattices and Groups, ch. 4, 8.1; ch. 21",
           .variant = "no point is farther than sqrt(8/9), as the shallow holes are"},
          Method::proved_for_all, [] { return holes_are(1); }, [] { return holes_are(Rational(8, 9)); }),
      computed(
          {.id = "e8/second-moment",
           .statement = "Over the Voronoi cell of E8 the mean of |x|^2 / 8 is 929/12960",
           .source = "J. H. Conway, N. J. A. Sloane, IEEE Trans. Inf. Theory 28 (1982), 211-226",
           .variant = "the mean over the alcove's vertices, in place of the alcove"},
          Method::proved_for_all, [] { return second_moment_is(Rational(929, 12960), mean_square); },
          [] { return second_moment_is(Rational(929, 12960), mean_of_vertices); }),
  };
}

}  // namespace quantcheck::check::ledger
