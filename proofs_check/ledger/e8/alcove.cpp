// The nearest points on the alcove of D8, and the decoder's results there: steps 2 and 3 of the proof in
// docs/nested-lattices.md.
#include <algorithm>

#include <quantcheck/proofs_check/ledger/computed.h>
#include <quantcheck/proofs_check/ledger/e8/e8_claims.h>
#include <quantcheck/proofs_check/ledger/simplex.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/proofs_check/problems/block_problem.h>
#include <quantcheck/reference/lattice/e8_nearest.h>

namespace quantcheck::check::ledger {
namespace {

using reference::E8Point;
using reference::Rational;

Vector8 unit_vector(std::size_t i, int length = 1) {
  Vector8 x{};
  x[i] = length;
  return x;
}

Vector8 all_ones(int each = 1) {
  Vector8 x;
  x.fill(each);
  return x;
}

// The vertices of the alcove x_1 >= ... >= x_7 >= |x_8|, x_1 + x_2 <= 1.
std::vector<Vector8> d8_alcove() {
  std::vector<HalfSpace> walls;
  const auto wall = [&](std::size_t i, int a, std::size_t j, int b, int bound) {
    Vector8 normal{};
    normal[i] = a;
    normal[j] = b;
    walls.push_back({normal, bound});
  };
  for (Index i = 0; i + 1 < dimension; ++i) wall(i, -1, i + 1, 1, 0);
  wall(6, -1, 7, -1, 0);
  wall(0, 1, 1, 1, 1);
  return simplex_vertices(walls);
}

const E8Point origin;
const E8Point halves{{1, 1, 1, 1, 1, 1, 1, 1}};

// Checks that y is a nearest point of E8 for each vertex v: <v - y, r> <= 1 for all minimal vectors r.
void expect_nearest(Cases& cases, const std::vector<Vector8>& vertices, const E8Point& y) {
  for (const Vector8& v : vertices) {
    Vector8 from_y = v;
    for (Index i = 0; i < dimension; ++i) from_y[i] -= Rational(y.twice[i], 2);
    for (const E8Point& root : reference::e8_minimal_vectors()) {
      cases.expect(inner_product(from_y, values_of(root)) <= 1, [&] {
        return joined((y + root).twice) + " / 2 is nearer than " + joined(y.twice) + " / 2 is, to" +
               lines_of(BlockProblem{v, 0, {}});
      });
    }
  }
}

Outcome nearest_on_alcove(const Rational& split) {
  Cases cases;
  const std::vector<Vector8> alcove = d8_alcove();
  const std::vector<Vector8> below = cut(alcove, {all_ones(), split});
  const std::vector<Vector8> above = cut(alcove, {all_ones(-1), Rational(-split)});
  expect_nearest(cases, below, origin);
  expect_nearest(cases, above, halves);
  return std::move(cases).outcome(std::to_string(below.size()) + " and " + std::to_string(above.size()) +
                                  " vertices, 240 inequalities at each");
}

// The hyperplanes near the alcove on which the decoder's path through a coset changes. Those with x_i a
// multiple of 1/2 are where a coordinate of one of the cosets ties or a residual is 0. Those with x_i + x_j
// or x_i - x_j an integer are where two residuals are equally long.
std::vector<HalfSpace> branches() {
  std::vector<HalfSpace> found;
  for (Index i = 0; i < dimension; ++i) {
    for (int k = -2; k <= 2; ++k) found.push_back({unit_vector(i), Rational(k, 2)});
    for (Index j = i + 1; j < dimension; ++j) {
      for (const int sign : {1, -1}) {
        Vector8 normal = unit_vector(i);
        normal[j] = sign;
        for (int k = -2; k <= 2; ++k) found.push_back({normal, k});
      }
    }
  }
  return found;
}

// The four parts into which x_1 = 1/2 and x_8 = 0 cut the alcove, as their vertices.
std::vector<std::vector<Vector8>> parts_of_alcove() {
  std::vector<std::vector<Vector8>> parts;
  for (const int first : {1, -1})
    for (const int last : {1, -1})
      parts.push_back(cut(cut(d8_alcove(), {unit_vector(0, first), Rational(first, 2)}),
                          {unit_vector(7, last), Rational(0)}));
  return parts;
}

bool lies_on_one_side(const std::vector<Vector8>& points, const HalfSpace& half) {
  const auto side = [&](const Vector8& x) { return slack(half, x); };
  return std::ranges::all_of(points, [&](const Vector8& x) { return side(x) >= 0; }) ||
         std::ranges::all_of(points, [&](const Vector8& x) { return side(x) <= 0; });
}

using RationalRepair = reference::Repair<Rational>;

Outcome decoder_on_alcove(RationalRepair repair) {
  Cases cases;
  for (const std::vector<Vector8>& part : parts_of_alcove()) {
    const Vector8 inside = centre(part);
    const auto shown = [&](const char* what) { return what + lines_of(BlockProblem{inside, 0, {}}); };
    for (const HalfSpace& branch : branches()) {
      cases.expect(slack(branch, inside) != 0, [&] { return shown("on a branch lies"); });
      cases.expect(lies_on_one_side(part, branch), [&] { return shown("a branch crosses the part around"); });
    }
    for (const auto& [coset, expected] : {std::pair(0, origin), std::pair(1, halves)}) {
      const reference::InCoset<Rational> found =
          reference::nearest_in_coset(inside, Rational(1), coset, repair);
      cases.expect(found.point == expected, [&] { return shown("another point of a coset is found for"); });
    }
    for (const int side : {1, -1}) {
      const std::vector<Vector8> half = cut(part, {all_ones(side), Rational(2 * side)});
      const Vector8 middle = centre(half);
      if (inner_product(middle, all_ones()) == 2) continue;  // the half is only a face of the part
      cases.expect(reference::nearest_e8(middle, Rational(1), repair) == (side > 0 ? origin : halves),
                   [&] { return shown("the farther one is returned beside"); });
    }
  }
  return std::move(cases).outcome();
}

}  // namespace

std::vector<Claim> e8_alcove_claims() {
  const char* const decoder = "J. H. Conway, N. J. A. Sloane, IEEE Trans. Inf. Theory 28 (1982), 227-232";
  return {
      computed(
          {.id = "e8/alcove",
           .statement =
               "On the alcove x_1 >= ... >= x_7 >= |x_8|, x_1 + x_2 <= 1 of D8, 0 is a nearest point "
               "of E8 where sum x <= 2, and (1/2)^8 where sum x >= 2: the 240 inequalities of the "
               "cell hold at all vertices of the two polytopes",
           .source = "this project",
           .variant = "with the alcove split at sum x = 5/2"},
          Method::proved_for_all, [] { return nearest_on_alcove(2); },
          [] { return nearest_on_alcove(Rational(5, 2)); }),
      computed(
          {.id = "e8/decoder-alcove",
           .statement = "Inside of each of the four parts into which x_1 = 1/2 and x_8 = 0 cut that alcove, "
                        "the decoder takes one path, finds 0 and (1/2)^8 in the two cosets, and returns 0 "
                        "where sum x < 2 and (1/2)^8 where sum x > 2",
           .source = decoder,
           .variant = "with the parity repaired in the first coordinate"},
          Method::proved_for_all, [] { return decoder_on_alcove(reference::farthest<Rational>); },
          [] { return decoder_on_alcove(in_first_coordinate); }),
  };
}

}  // namespace quantcheck::check::ledger
